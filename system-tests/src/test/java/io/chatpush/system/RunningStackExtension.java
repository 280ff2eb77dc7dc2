package io.chatpush.system;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives constructors and tests the {@link RunningStack}, or what is made from it. It is started
 * when it is first asked for and stopped after the last test, or when the JVM ends.
 */
final class RunningStackExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RunningStackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Start.class, type -> Start.attempt(), Start.class)
        .require();
  }

  /**
   * The one attempt to start a stack: what failed for the first test is not tried for every other.
   */
  private record Start(@Nullable RunningStack stack, @Nullable Throwable failure)
      implements AutoCloseable {

    static Start attempt() {
      try {
        return new Start(RunningStack.start(), null);
      } catch (IOException | AssertionError e) {
        return new Start(null, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Start(null, e);
      }
    }

    RunningStack require() {
      if (stack == null) {
        throw new AssertionError("The stack did not start", failure);
      }
      return stack;
    }

    @Override
    public void close() {
      if (stack != null) {
        stack.close();
      }
    }
  }
}
