package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.BoundSettings;
import io.chatpush.settings.Limits;
import io.chatpush.settings.Setting;
import io.chatpush.settings.SettingsGroup;
import io.chatpush.system.MarkdownTable.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/** docs/settings.md says what the code says, and every setting says what it is for. */
final class SettingsReferenceTest {

  private static final Path DOCUMENT = Project.file("docs/settings.md");

  private static final String REWRITE =
      "./mvnw -pl system-tests -am test -Dchatpush.docs=write -Dtest=SettingsReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final List<Setting> ALL = Settings.all();

  private final SettingsReference reference = new SettingsReference();

  @Test
  void isWhatTheCodeSays() throws Exception {
    String document = Files.readString(DOCUMENT);
    String wanted = reference.in(document);
    if ("write".equals(System.getProperty("chatpush.docs"))) {
      Files.writeString(DOCUMENT, wanted);
    } else {
      assertThat(document).as("%s; to write it anew: %s", DOCUMENT, REWRITE).isEqualTo(wanted);
    }
    assertThat(MarkdownTable.names(DOCUMENT))
        .as("settings in %s", DOCUMENT)
        .containsAll(ALL.stream().map(Setting::name).toList());
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void hasAMeaning(Setting setting) {
    assertThat(reference.meaning(setting))
        .as("@param %s of %s", setting.component().getName(), setting.owner())
        .isNotBlank()
        .doesNotContain("{@")
        .doesNotEndWith(".");
  }

  /** The settings with an order, each with its group; the limits of the others are not declared. */
  static Stream<Arguments> withLimits() {
    return Stream.of(Settings.OF_BOTH, Settings.OF_TOKEN_SERVICE, Settings.OF_DISPATCH_SERVICE)
        .flatMap(List::stream)
        .filter(
            group -> !group.equals(Settings.OF_APPS) && !group.prefix().endsWith(".provisioning"))
        .flatMap(group ->
            group.settings().stream()
                .filter(SettingLimits::areFor)
                .map(setting -> Arguments.of(group, setting)));
  }

  /** A service that starts with such a value fails later, in words that name no setting. */
  @ParameterizedTest
  @MethodSource("withLimits")
  void refusesAValueBelowTheDeclaredLimit(SettingsGroup group, Setting setting) {
    Limits limits = SettingLimits.of(setting);
    assertThat(limits.atLeast() + limits.moreThan())
        .as("lower limit of %s", setting.name())
        .isNotEmpty();

    String name = setting.name().replace("[n]", "[0]");
    Map<String, String> settings = new HashMap<>(Map.of(name, "-1"));
    if (name.startsWith("chatpush.access.")) {
      settings.put("chatpush.access.issuers[0].secret-location", "/a/file");
    }
    assertThatThrownBy(() -> BoundSettings.bound(group.type(), settings))
        .extracting(BoundSettings::sentence, InstanceOfAssertFactories.STRING)
        .contains(name);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void namesTheVariableThatSetsIt(Setting setting) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(setting.variable().replace("_N_", "_0_").replace("<APPID>", "DEMO"), "x")));
    ConfigurationPropertySources.attach(environment);
    String name = setting.name().replace("[n]", "[0]").replace("<app-id>", "demo");
    if (setting.component().getType() == Map.class) {
      return; // its variables end with a key
    }
    assertThat(Binder.get(environment).bind(name, String.class).orElse("nothing")).isEqualTo("x");
  }

  /** {@code | `spring.x.y` | token-service's default | dispatch-service's | meaning |}. */
  @Test
  void listsWhatTheServicesSayOfSpringAndKafka() throws Exception {
    KnownSettings known = new KnownSettings();
    List<Row> rows =
        MarkdownTable.rows(DOCUMENT, "(spring|server|management|logging)\\..*").stream()
            .filter(row -> row.cells().size() == 3) // those of secrets have one
            .toList();
    assertThat(rows).extracting(Row::name).doesNotHaveDuplicates().allMatch(known::has);
    Map<String, String> token = applicationYaml("token-service");
    Map<String, String> dispatch = applicationYaml("dispatch-service");
    assertThat(rows)
        .extracting(Row::name)
        .containsAll(token.keySet())
        .containsAll(dispatch.keySet());
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.code(0)).as("%s of token-service", row.name()).isEqualTo(said(token, row));
          assertThat(row.code(1))
              .as("%s of dispatch-service", row.name())
              .isEqualTo(said(dispatch, row));
          assertThat(row.cell(2)).as("meaning of %s", row.name()).isNotBlank();
        });
  }

  private static List<String> said(Map<String, String> settings, Row row) {
    return Stream.of(settings.getOrDefault(row.name(), ""))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static Map<String, String> applicationYaml(String module) throws Exception {
    Path file = Project.file(module + "/src/main/resources/application.yaml");
    Map<String, String> settings = new TreeMap<>();
    for (PropertySource<?> source :
        new YamlPropertySourceLoader().load(module, new FileSystemResource(file))) {
      if (source instanceof EnumerablePropertySource<?> listed) {
        for (String name : listed.getPropertyNames()) {
          settings.put(name, String.valueOf(listed.getProperty(name)));
        }
      }
    }
    return settings;
  }
}
