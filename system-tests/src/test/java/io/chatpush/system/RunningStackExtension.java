package io.chatpush.system;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives constructors and tests the {@link RunningStack}, or what is made from it. It is started
 * when it is first asked for and stopped after the last test of the JVM, or when that ends. After
 * each class it is searched for secrets that it has let out.
 */
final class RunningStackExtension implements ParameterResolver, AfterAllCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RunningStackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(Start.class, type -> Start.attempt(), Start.class)
        .require();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Start start = store(context).get(Start.class, Start.class);
    if (start != null && start.stack() != null) {
      start.leaks().requireNone(start.stack());
    }
  }

  /** Where a JVM gets its classes one by one, each is a run of its own in one session. */
  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE);
  }

  /**
   * The one attempt to start a stack: what failed for the first test is not tried for every other.
   */
  private record Start(@Nullable RunningStack stack, @Nullable Throwable failure, Leaks leaks)
      implements AutoCloseable {

    static Start attempt() {
      try {
        return new Start(RunningStack.start(), null, new Leaks());
      } catch (IOException | AssertionError e) {
        return new Start(null, e, new Leaks());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Start(null, e, new Leaks());
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
