package io.chatpush.stack.launch;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.schemas.access.Role;
import io.chatpush.testing.registry.RegistryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the services are told, as files of Spring properties in {@code config/}: the same files let
 * a service run in a debugger against the rest of the stack.
 */
final class ServiceSettings {

  private final StackDirectory directory;
  private final Ports ports;

  ServiceSettings(StackDirectory directory, Ports ports) {
    this.directory = directory;
    this.ports = ports;
  }

  void write() throws IOException {
    LocalApp.writeIfAbsent(directory);
    writeTokenService();
    writeDispatchService();
  }

  private void writeTokenService() throws IOException {
    Map<String, String> settings = common("token-service", ports.tokenService());
    settings.put(
        "chatpush.instances.secret-location", InstanceSecret.file(directory.keys()).toString());
    write("token-service", settings);
  }

  private void writeDispatchService() throws IOException {
    Map<String, String> settings = common("dispatch-service", ports.dispatchService());
    settings.put("chatpush.fcm.endpoint", "https://127.0.0.1:" + ports.simulator());
    settings.put("chatpush.fcm.ssl-bundle", "fcm");
    // The stack is up three seconds sooner, and the first pushes are slow instead.
    settings.put("chatpush.warm-up.duration", "0s");
    settings.put(
        "spring.ssl.bundle.pem.fcm.truststore.certificate",
        "file:" + directory.simulatorCertificate());
    write("dispatch-service", settings);
  }

  private Map<String, String> common(String service, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", Integer.toString(port));
    putKafka(service, settings);
    settings.put(
        "spring.kafka.properties.schema.registry.url", RegistryCommand.url(ports.registry()));
    settings.put("spring.kafka.streams.state-dir", directory.state(service).toString());
    settings.put(
        "chatpush.access.issuers[0].public-key-location",
        StackKeys.publicKey(directory).toString());
    settings.put("chatpush.access.issuers[0].audiences", TokenSigner.AUDIENCE);
    settings.put("chatpush.access.issuers[0].all-apps", "true");
    settings.put("chatpush.app-files.directory", directory.apps().toString());
    settings.put("chatpush.app-files.check", "500ms");
    return settings;
  }

  private void putKafka(String service, Map<String, String> settings) {
    KafkaLogins logins = KafkaLogins.of(directory, ports);
    Map<String, Object> client =
        service.equals("token-service")
            ? logins.of(Role.TOKEN_SERVICE)
            : logins.client(KafkaLogins.DISPATCH_SERVICE.name());
    new TreeMap<>(client)
        .forEach((name, value) ->
            settings.put(
                name.equals("bootstrap.servers")
                    ? "spring.kafka.bootstrap-servers"
                    : "spring.kafka.properties." + name,
                value.toString()));
  }

  private void write(String service, Map<String, String> settings) throws IOException {
    String text =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\"))
            .collect(
                Collectors.joining("\n", "# Written by ./chatpush up at every start.\n", "\n"));
    Files.writeString(directory.settings(service), text);
  }
}
