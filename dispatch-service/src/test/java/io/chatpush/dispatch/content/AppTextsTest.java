package io.chatpush.dispatch.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.apps.AppCheck.Complaint;
import io.chatpush.apps.AppYaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppTextsTest {

  @Test
  void refusesAVariableThatEveryTextHas() {
    assertThat(
            new AppTexts()
                .complaints(
                    AppYaml.app(
                        "app",
                        """
                        event-types:
                          NEW_MESSAGE: {variables: [order_id, sender, CHANNEL]}
                        custom-types:
                          order: {variables: [order_id, media]}
                        """)))
        .extracting(Complaint::path, Complaint::complaint)
        .containsExactly(
            tuple(
                List.of("event-types", "NEW_MESSAGE", "variables"),
                "cannot have CHANNEL: every text has a variable of that name, which does not come"
                    + " from the event's data"),
            tuple(
                List.of("event-types", "NEW_MESSAGE", "variables"),
                "cannot have sender: every text has a variable of that name, which does not come"
                    + " from the event's data"),
            tuple(
                List.of("custom-types", "order", "variables"),
                "cannot have media: every text has a variable of that name, which does not come"
                    + " from the event's data"));
  }

  @Test
  void takesAVariableOfTheAppsOwn() {
    assertThat(
            new AppTexts()
                .complaints(
                    AppYaml.app("app", "event-types: {NEW_MESSAGE: {variables: [order_id]}}")))
        .isEmpty();
  }
}
