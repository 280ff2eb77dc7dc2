package io.chatpush.stack.deployment;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceAccess;
import io.chatpush.cli.deployment.SigningKey;
import io.chatpush.cli.service.Service;

/**
 * The local stack, which needs no options: it knows its ports and its app, and signs access tokens
 * with its own key. {@code --url} names another deployment.
 */
public final class LocalDeployment implements Deployment {

  @Override
  public ServiceAccess access(Service service) {
    return new LocalAccess(service);
  }

  @Override
  public AppOption app() {
    return new LocalAppOption();
  }

  @Override
  public SigningKey signingKey() {
    return new StackSigningKey();
  }
}
