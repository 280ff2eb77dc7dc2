package io.chatpush.apps;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Shows the settings of an app as they are in effect, in the form of an app file. */
public final class EffectiveSettings {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .addMixIn(App.Firebase.class, WithoutCredentials.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(new Durations())
                  .addSerializer(new Sizes())
                  .addSerializer(new Patterns()))
          .build();

  private EffectiveSettings() {}

  /** Returns the settings of an app, the defaults of the product included; without its secrets. */
  public static JsonNode of(App app) {
    return MAPPER.valueToTree(app);
  }

  /** The path tells where a secret is. */
  @JsonIgnoreProperties("credentials")
  private interface WithoutCredentials {}

  private static final class Durations extends StdSerializer<Duration> {

    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {"d", "h", "m", "s"};

    Durations() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator to, SerializationContext context) {
      long seconds = value.toSeconds();
      for (int i = 0; i < SECONDS.length; i++) {
        if (seconds % SECONDS[i] == 0) {
          to.writeString(seconds / SECONDS[i] + UNITS[i]);
          return;
        }
      }
    }
  }

  private static final class Sizes extends StdSerializer<DataSize> {

    Sizes() {
      super(DataSize.class);
    }

    @Override
    public void serialize(DataSize value, JsonGenerator to, SerializationContext context) {
      to.writeString(value.toString());
    }
  }

  private static final class Patterns extends StdSerializer<IdPattern> {

    Patterns() {
      super(IdPattern.class);
    }

    @Override
    public void serialize(IdPattern value, JsonGenerator to, SerializationContext context) {
      to.writeString(value.toString());
    }
  }
}
