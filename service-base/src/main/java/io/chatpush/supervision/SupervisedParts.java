package io.chatpush.supervision;

import java.util.List;

/** Several parts of one bean, for example one for each consumer. */
@FunctionalInterface
public interface SupervisedParts {

  /** The parts, always the same. */
  List<? extends Supervised> parts();
}
