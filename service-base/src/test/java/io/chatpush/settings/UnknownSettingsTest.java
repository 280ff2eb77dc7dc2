package io.chatpush.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
final class UnknownSettingsTest {

  private static final List<SettingsGroup> GROUPS = SettingsGroup.in("io.chatpush.settings");
  private static final String VALUE = "a-value-that-may-be-a-secret";

  @ConfigurationProperties("chatpush.gate-house")
  record GateHouse(
      @DefaultValue("2") int guardsOnDuty,
      @DefaultValue({"north", "south"}) List<String> gates,
      @DefaultValue Map<String, String> keyHolders,
      @DefaultValue List<Watch> watches) {}

  record Watch(@Nullable String captain, @DefaultValue("8h") String length) {}

  @Test
  void knowsTheSettingsOfAGroupWithTheirDefaults() {
    assertThat(GROUPS)
        .extracting(SettingsGroup::prefix)
        .containsExactly("chatpush.gate-house", "chatpush.moat");
    assertThat(GROUPS.getFirst().settings())
        .extracting(Setting::name, Setting::defaultValue)
        .containsExactly(
            tuple("chatpush.gate-house.guards-on-duty", "2"),
            tuple("chatpush.gate-house.gates", "north,south"),
            tuple("chatpush.gate-house.key-holders", ""),
            tuple("chatpush.gate-house.watches[n].captain", ""),
            tuple("chatpush.gate-house.watches[n].length", "8h"));
  }

  record Drawbridge(Map<String, Watch> watchesByGate) {}

  /** Otherwise any name below it would be taken, and docs/settings.md would have none of them. */
  @Test
  void takesNoMapOfRecordsForOneSetting() {
    SettingsGroup group = new SettingsGroup("chatpush.drawbridge", Drawbridge.class);

    assertThatThrownBy(group::settings)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("list them here, under chatpush.drawbridge.watches-by-gate.<key>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chatpush.gate-house.guards-on-duty",
        "chatpush.gatehouse.guardsOnDuty",
        "chatpush.gate-house.gates",
        "chatpush.gate-house.gates[1]",
        "chatpush.gate-house.key-holders.somebody",
        "chatpush.gate-house.key-holders[some.body]",
        "chatpush.gate-house.watches[0].captain",
        "chatpush.tower.bells",
        "spring.whatever"
      })
  void takesWhatSomebodyReads(String name) {
    assertThatCode(() -> check(Map.of(name, VALUE), Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "chatpush.gate-house.guard-on-duty, chatpush.gate-house.guards-on-duty",
    "chatpush.gatehuose.guards-on-duty, chatpush.gate-house.guards-on-duty",
    "chatpush.gate-house.guards-on-duty.first, chatpush.gate-house.guards-on-duty",
    "chatpush.cellar.key-holders, chatpush.gate-house.key-holders",
    "chatpush.gate-house.watches[3].captian, chatpush.gate-house.watches[n].captain",
    "chatpush.gate-house.watches.captain, chatpush.gate-house.watches[n].captain"
  })
  void namesWhatWasMeant(String name, String meant) {
    assertThatThrownBy(() -> check(Map.of(name, VALUE), Map.of()))
        .isInstanceOf(UnknownSettingException.class)
        .hasMessage(name + " is no setting of this service. Did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chatpush.cellar.wine", "chatpush.x"})
  void namesNothingWhereNothingIsNear(String name) {
    assertThatThrownBy(() -> check(Map.of(name, VALUE), Map.of()))
        .isInstanceOf(UnknownSettingException.class)
        .hasMessage(name + " is no setting of this service.");
  }

  @ParameterizedTest
  @CsvSource({
    "CHATPUSH_GATEHOUSE_GUARDONDUTY, Did you mean CHATPUSH_GATEHOUSE_GUARDSONDUTY?",
    "CHATPUSH_GATHOUSE_GUARDSONDUTY, Did you mean CHATPUSH_GATEHOUSE_GUARDSONDUTY?",
    "CHATPUSH_GATEHOUSE_WATCHES_0_CAPTIAN, Did you mean CHATPUSH_GATEHOUSE_WATCHES_N_CAPTAIN?",
    "CHATPUSH_GATEHOUSE_PORTCULLIS, ''"
  })
  void warnsOfAVariableThatSetsNothing(String variable, String rest, CapturedOutput output) {
    check(Map.of(), Map.of(variable, VALUE));
    assertThat(output.getAll())
        .contains(
            ("The environment variable " + variable + " is no setting of this service. " + rest)
                .strip())
        .doesNotContain(VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CHATPUSH_GATEHOUSE_GUARDSONDUTY",
        "CHATPUSH_GATE_HOUSE_GUARDS_ON_DUTY",
        "CHATPUSH_GATEHOUSE_GATES_0",
        "CHATPUSH_GATEHOUSE_KEYHOLDERS_SOMEBODY",
        "CHATPUSH_GATEHOUSE_WATCHES_0_CAPTAIN",
        "CHATPUSH_TOWER_BELLS",
        "CHATPUSH_TOKEN",
        "CHATPUSH_TOKEN_SERVICE_PORT"
      })
  void saysNothingOfOtherVariables(String variable, CapturedOutput output) {
    check(Map.of(), Map.of(variable, VALUE));
    assertThat(output.getAll()).doesNotContain(variable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHATPUSH_GATEHOUSE_GUARDSONDUTY", "CHATPUSH_GATE_HOUSE_GUARDS_ON_DUTY"})
  void takesForASettingWhatBindingTakes(String variable) {
    assertThat(
            Binder.get(environment(Map.of(), Map.of(variable, "7")))
                .bind("chatpush.gate-house", GateHouse.class)
                .get()
                .guardsOnDuty())
        .isEqualTo(7);
  }

  private static void check(Map<String, Object> file, Map<String, Object> variables) {
    new UnknownSettings(environment(file, variables), GROUPS, "chatpush.tower")
        .postProcessBeanFactory(new DefaultListableBeanFactory());
  }

  private static StandardEnvironment environment(
      Map<String, Object> file, Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    environment.getPropertySources().addLast(new MapPropertySource("a file", file));
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
