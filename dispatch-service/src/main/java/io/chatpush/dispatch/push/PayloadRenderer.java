package io.chatpush.dispatch.push;

import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.util.List;

/** Puts what a push says into the words of the service that carries it. Thread-safe. */
public interface PayloadRenderer {

  /** The platforms for which a push can be rendered. */
  List<Platform> PLATFORMS = List.of(Platform.ANDROID, Platform.IOS, Platform.WEB);

  /**
   * Returns what the service is to be sent for a device of that platform, with title and body
   * shortened and inserted by {@link TextSplice}. The same content gives the same bytes.
   *
   * @param platform one of {@link #PLATFORMS}
   */
  RenderedContent render(PushContent content, Platform platform);
}
