package io.chatpush.dispatch.fcm.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;

/** Tells a link what happens to its channel besides frames. */
final class LinkEvents extends ChannelInboundHandlerAdapter {

  private final Http2Link link;

  LinkEvents(Http2Link link) {
    this.link = link;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    link.connected();
    context.fireChannelActive();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    link.heard();
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle) {
      switch (idle.state()) {
        case READER_IDLE -> link.silent();
        case ALL_IDLE -> link.idle();
        case WRITER_IDLE -> {}
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    link.ended();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Reports the end of the connection to every request on it.
    var _ = context.close();
  }
}
