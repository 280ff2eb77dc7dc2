/** The operators' command line: why, dead letters, devices and access tokens. */
@NullMarked
@MayDependOn({
  "cli.deployment",
  "cli.devices",
  "cli.operations",
  "cli.service",
  "cli.terminal",
  "schemas.text"
})
package io.chatpush.cli;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
