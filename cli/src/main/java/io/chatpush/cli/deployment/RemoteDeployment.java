package io.chatpush.cli.deployment;

import io.chatpush.cli.service.Service;

/** A deployment whose addresses, apps, keys and access tokens the operator names. */
public final class RemoteDeployment implements Deployment {

  @Override
  public ServiceAccess access(Service service) {
    return new RemoteAccess(service);
  }

  @Override
  public AppOption app() {
    return new NamedApp();
  }

  @Override
  public SigningKey signingKey() {
    return new PrivateKeyFile();
  }
}
