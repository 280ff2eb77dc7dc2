package io.chatpush.dispatch.provisioning;

import io.chatpush.schemas.provisioning.ProvisioningRefusedException;
import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.provisioning.TopicSize;
import io.chatpush.schemas.serde.ContractViolationException;
import io.chatpush.schemas.serde.RegistryUnavailableException;
import io.chatpush.schemas.serde.SchemaRegistryClient;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/** Topics first: a schema without its topic does no harm, but says that all is ready. */
final class Provisioning implements ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

  private final Map<String, Object> kafka;
  private final Map<String, Object> registry;
  private final TopicSize size;

  /**
   * @param kafka settings of an admin client
   * @param registry settings of the registry's client
   */
  Provisioning(Map<String, Object> kafka, Map<String, Object> registry, TopicSize size) {
    this.kafka = kafka;
    this.registry = registry;
    this.size = size;
  }

  /**
   * @throws ProvisioningFailedException saying what is wrong; what was done until then stays
   */
  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    try (Admin admin = Admin.create(kafka);
        SchemaRegistryClient schemas = SchemaRegistryClient.of(registry)) {
      TopicProvisioning.Result result = TopicProvisioning.createMissing(admin, size);
      result.differences().forEach(difference -> log.warn("{}: it is left as it is.", difference));
      log.info(
          "{} topics created{}.",
          result.created().size(),
          result.created().isEmpty() ? "" : ": " + String.join(", ", result.created()));
      schemas.registerContract();
      log.info("The schemas are registered, FULL_TRANSITIVE.");
    } catch (ProvisioningRefusedException | IllegalStateException e) {
      throw new ProvisioningFailedException(String.valueOf(e.getMessage()), e);
    } catch (ContractViolationException | RegistryUnavailableException e) {
      throw new ProvisioningFailedException(
          "The schemas cannot be registered: " + e.getMessage(), e);
    }
  }
}
