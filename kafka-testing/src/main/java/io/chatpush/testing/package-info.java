/** The broker and registry of every integration test, behind one JUnit extension. */
@NullMarked
@MayDependOn({
  "events",
  "schemas",
  "schemas.provisioning",
  "schemas.serde",
  "testing.broker",
  "testing.ports",
  "testing.registry"
})
package io.chatpush.testing;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
