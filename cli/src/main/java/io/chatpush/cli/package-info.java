/** The operators' command line: why, previews, dead letters, devices and access tokens. */
@NullMarked
@MayDependOn({
  "cli.deployment",
  "cli.devices",
  "cli.operations",
  "cli.preview",
  "cli.service",
  "cli.terminal",
  "schemas.text"
})
package io.chatpush.cli;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
