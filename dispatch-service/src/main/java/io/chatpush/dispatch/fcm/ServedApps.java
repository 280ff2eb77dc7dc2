package io.chatpush.dispatch.fcm;

/** The projects once they serve the apps of the start: who needs them is started after that. */
record ServedApps(FirebaseProjects projects) {}
