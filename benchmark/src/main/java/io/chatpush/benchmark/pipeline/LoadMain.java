package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.process.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process {@code load}: the chat system, and whoever adds up afterwards what became of its
 * messages. It stays for all runs, so that it is warm.
 */
final class LoadMain {

  private LoadMain() {}

  /**
   * Runs until its input ends.
   *
   * @param arguments the broker, the registry's URL, and how many users there are
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Population population = new Population(Integer.parseInt(arguments[2]));
    try (ChatLoad load = new ChatLoad(arguments[0], arguments[1], population);
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Report.event(Report.READY);
      String line;
      while ((line = input.readLine()) != null) {
        LoadOrder order = JsonMapper.shared().readValue(line, LoadOrder.class);
        if (order.register()) {
          load.register();
          Report.event(Report.RESULT);
        } else {
          Report.event(Report.RESULT, load.run(order));
        }
      }
    }
  }
}
