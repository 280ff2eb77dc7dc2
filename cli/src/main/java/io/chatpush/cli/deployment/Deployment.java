package io.chatpush.cli.deployment;

import io.chatpush.cli.service.Service;

/**
 * The kind of deployment that commands are about: {@link RemoteDeployment}, or the local stack,
 * which supplies its own addresses, app, key and access tokens. Each method returns a new mixin of
 * picocli: an object with the options by which a command names its part of the deployment.
 */
public interface Deployment {

  /** Returns how a command reaches that service. */
  ServiceAccess access(Service service);

  /** Returns how a command names an app. */
  AppOption app();

  /** Returns with which key a command signs access tokens. */
  SigningKey signingKey();
}
