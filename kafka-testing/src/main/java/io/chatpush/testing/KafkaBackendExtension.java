package io.chatpush.testing;

import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives constructors, lifecycle methods and tests the JVM's one {@link KafkaBackend}, or {@link
 * InterruptibleBackend} where they ask for one.
 */
public final class KafkaBackendExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KafkaBackendExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return KafkaBackend.class.isAssignableFrom(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    KafkaBackend backend =
        context
            // Where a JVM gets its classes one by one, each is a run of its own in one session.
            .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .computeIfAbsent(KafkaBackend.class, type -> chosen().create(), KafkaBackend.class);
    if (!parameter.getParameter().getType().isInstance(backend)) {
      throw new TestAbortedException(
          "This backend is no " + parameter.getParameter().getType().getSimpleName());
    }
    return backend;
  }

  private static KafkaBackendProvider chosen() {
    String name = System.getProperty("chatpush.test.backend", "embedded");
    return providers()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "chatpush.test.backend is "
                    + name
                    + "; there is "
                    + providers()
                        .map(KafkaBackendProvider::name)
                        .collect(Collectors.joining(", "))));
  }

  private static Stream<KafkaBackendProvider> providers() {
    return ServiceLoader.load(KafkaBackendProvider.class).stream().map(ServiceLoader.Provider::get);
  }
}
