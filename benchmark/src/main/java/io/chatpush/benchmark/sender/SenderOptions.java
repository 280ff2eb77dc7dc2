package io.chatpush.benchmark.sender;

/**
 * What a sending process is told, as JSON.
 *
 * @param simulatorPort where FCM is, with TLS
 * @param certificate file of whom to trust, in PEM
 * @param serviceAccount file of the key by which it is trusted
 * @param project the Firebase project
 * @param inFlight how many messages wait for their answers at once
 * @param warmUpMillis how long before it counts
 * @param millis how long it counts
 */
public record SenderOptions(
    int simulatorPort,
    String certificate,
    String serviceAccount,
    String project,
    int inFlight,
    long warmUpMillis,
    long millis) {}
