package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a local stack keeps everything: data, keys, settings, logs, and what runs. */
public record StackDirectory(Path root) {

  public StackDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** Creates what is missing. */
  public StackDirectory create() {
    try {
      for (Path directory :
          List.of(kafka(), registry(), simulator(), keys(), config(), apps(), logs(), run())) {
        Files.createDirectories(directory);
      }
      return this;
    } catch (IOException e) {
      throw new CommandException(
          "Cannot create " + root + ": choose a directory you may write to with --directory.", e);
    }
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path registry() {
    return root.resolve("registry");
  }

  public Path simulator() {
    return root.resolve("simulator");
  }

  /** Whom clients of the simulator trust, in PEM. */
  Path simulatorCertificate() {
    return simulator().resolve("certificate-to-trust.pem");
  }

  /** The key file by which dispatch-service is trusted. */
  Path serviceAccount() {
    return simulator().resolve("service-account.json");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path config() {
    return root.resolve("config");
  }

  /** The app files, which both services read. */
  public Path apps() {
    return config().resolve("apps");
  }

  /** What a service is told, as Spring's properties. */
  Path settings(String service) {
    return config().resolve(service + ".properties");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  public Path run() {
    return root.resolve("run");
  }

  /** Where a process keeps state that it can rebuild. */
  public Path state(String process) {
    return root.resolve(process);
  }
}
