package io.chatpush.benchmark.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AppRequestsTest {

  @Test
  void registersTwoDevicesOfEachUserAndThenGivesThemOtherAddresses() {
    AppRequests requests = new AppRequests("host:1", List.of("token-1", "token-2"), 100);

    List<String> five =
        LongStream.range(0, 5).mapToObj(_ -> requests.next(RequestKind.REGISTER)).toList();

    assertThat(five.get(1)).contains("/devices/app-0000001 HTTP/1.1\r\n", "Bearer token-1\r\n");
    assertThat(five.get(2)).contains("/devices/app-0000002 HTTP/1.1\r\n", "Bearer token-2\r\n");
    assertThat(five.get(4)).contains("/devices/app-0000000 HTTP/1.1\r\n", "Bearer token-1\r\n");
    assertThat(address(five.get(4))).isNotEqualTo(address(five.get(0)));
    assertThat(requests.registered()).isEqualTo(4);
  }

  @Test
  void repeatsWhatADeviceHasRegisteredLast() {
    AppRequests requests = new AppRequests("host:1", List.of("token-1"), 0);
    requests.next(RequestKind.REGISTER);
    String second = requests.next(RequestKind.REGISTER);
    String first = requests.next(RequestKind.REGISTER);

    assertThat(requests.next(RequestKind.REPEAT)).isEqualTo(first);
    assertThat(requests.next(RequestKind.REPEAT)).isEqualTo(second);
  }

  @Test
  void repeatsOnlyWhatIsRegistered() {
    assertThat(LongStream.range(0, 6).map(turn -> AppRequests.lastOf(turn, 3, 10)))
        .as("three of ten devices, in turn")
        .containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
    assertThat(LongStream.range(0, 4).map(turn -> AppRequests.lastOf(turn, 13, 4)))
        .as("four devices, registered three times and the first once more")
        .containsExactly(12L, 9L, 10L, 11L);
  }

  @Test
  void saysHowLongABodyIs() {
    String request = new AppRequests("host:1", List.of("token-1"), 0).next(RequestKind.REGISTER);

    assertThat(request).contains("\r\nContent-Length: " + body(request).length() + "\r\n");
  }

  @Test
  void importsLinesOfTwoDevicesAUser() {
    JsonNode line = JsonMapper.shared().readTree(ImportedDevices.line(7));

    assertThat(line.path("user_id").asString()).isEqualTo("user-000003");
    assertThat(line.path("device_id").asString()).isEqualTo("device-0000007");
    assertThat(line.at("/address/value").asString()).hasSize(163);
    assertThat(new ImportedDevices(1_001).sampleOfUsers())
        .as("not the last, who has one device")
        .hasSize(64)
        .contains("user-000000")
        .doesNotContain("user-000500");
  }

  private static String address(String request) {
    return JsonMapper.shared().readTree(body(request)).at("/address/value").asString();
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }
}
