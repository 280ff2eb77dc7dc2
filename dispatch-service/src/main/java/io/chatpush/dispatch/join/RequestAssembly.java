package io.chatpush.dispatch.join;

import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.events.UserDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts a command and the devices of one of its recipients together. */
final class RequestAssembly {

  private RequestAssembly() {}

  /**
   * The requests for one recipient: one, or more where there are over 25 devices; none for no
   * devices.
   */
  static List<PushRequest> assemble(
      PushCommand command,
      DeviceContents contents,
      String userId,
      List<UserDevice> devices,
      Instant now) {
    List<PushRequest> requests = new ArrayList<>(1);
    for (int from = 0; from < devices.size(); from += CommandLimits.MAX_DEVICES) {
      requests.add(
          request(
              command,
              contents,
              userId,
              devices.subList(from, Math.min(devices.size(), from + CommandLimits.MAX_DEVICES)),
              now));
    }
    return requests;
  }

  private static PushRequest request(
      PushCommand command,
      DeviceContents contentsOfDevices,
      String userId,
      List<UserDevice> devices,
      Instant now) {
    List<RenderedContent> contents = new ArrayList<>(2);
    List<RequestDevice> requestDevices = new ArrayList<>(devices.size());
    for (UserDevice device : devices) {
      RenderedContent content = contentsOfDevices.of(device);
      int index = contents.indexOf(content);
      if (index < 0) {
        index = contents.size();
        contents.add(content);
      }
      requestDevices.add(
          new RequestDevice(
              device.getDeviceId(),
              device.getPlatform(),
              device.getAddressType(),
              device.getAddressValue(),
              index));
    }
    return new PushRequest(command.getPush(), userId, now, contents, requestDevices);
  }
}
