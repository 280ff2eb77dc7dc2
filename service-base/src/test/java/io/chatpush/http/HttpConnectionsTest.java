package io.chatpush.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.netty.NettyPipeline;

/** Connections whose event loops run when the test says so, and whose clients read nothing. */
class HttpConnectionsTest {

  private static final int MEGABYTE = 1024 * 1024;
  private static final int LIMIT = 16 * MEGABYTE;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpConnections connections =
      new HttpConnections(
          new HttpProperties(
              LONG, LONG, LONG, DataSize.ofKilobytes(1), DataSize.ofBytes(LIMIT), 1_000),
          new HttpMeters(registry));
  private List<EmbeddedChannel> channels = List.of();

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void boundsUnreadBytesWhereAnswersBeginBeforeAnyReaderCanBeReset() {
    channels = Stream.generate(EmbeddedChannel::new).limit(60).toList();
    for (EmbeddedChannel channel : channels) {
      answer(channel);
      assertThat(connections.unread()).isLessThanOrEqualTo(2 * LIMIT);
    }
    assertThat(closed()).as("those that came last").isEqualTo(60 - 32);

    runAll();
    assertThat(connections.unread()).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT - MEGABYTE);
    assertThat(closed()).isEqualTo(60 - 16);
  }

  @Test
  void resetsOthersAfterAResetThatFailed() {
    var broken = new ClosedAlready();
    channels = Stream.concat(Stream.of(broken), fresh(40)).toList();
    channels.subList(0, 17).forEach(this::answer);
    runAll();
    assertThat(broken.asked).as("it was the slowest reader").isTrue();

    channels
        .subList(17, 41)
        .forEach(channel -> {
          answer(channel);
          runAll();
        });
    assertThat(connections.unread()).isLessThanOrEqualTo(LIMIT);
  }

  private static Stream<EmbeddedChannel> fresh(int count) {
    return Stream.generate(EmbeddedChannel::new).limit(count);
  }

  /** One megabyte that stays unread. */
  private void answer(EmbeddedChannel channel) {
    channel.pipeline().addLast(NettyPipeline.HttpCodec, new ChannelDuplexHandler());
    connections.opened(channel);
    var _ = channel.write(Unpooled.wrappedBuffer(new byte[MEGABYTE]));
  }

  private void runAll() {
    for (int i = 0; i < channels.size(); i++) {
      channels.forEach(EmbeddedChannel::runPendingTasks);
    }
  }

  private double closed() {
    return registry.get("chatpush.http.closed").tag("reason", "unread").counter().count();
  }

  /** The client went away, and the channel has not noticed yet: the socket is closed. */
  private static final class ClosedAlready extends EmbeddedChannel {

    private boolean asked;

    @Override
    public ChannelConfig config() {
      return new DefaultChannelConfig(this) {
        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
          if (ChannelOption.SO_LINGER.equals(option)) {
            asked = true;
            throw new ChannelException(new ClosedChannelException());
          }
          return super.setOption(option, value);
        }
      };
    }
  }
}
