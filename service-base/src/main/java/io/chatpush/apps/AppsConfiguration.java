package io.chatpush.apps;

import io.chatpush.supervision.SupervisedParts;
import io.chatpush.supervision.SupervisedTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the apps of a service, and goes on looking at their files. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AppFilesProperties.class)
public class AppsConfiguration {

  static final String DIRECTORY = "chatpush.app-files.directory";

  /** The apps with the thread that looks at their files, if there are files. */
  static final class WatchedApps implements SupervisedParts, AutoCloseable {

    private final Apps.Source source;
    private final @Nullable AppFiles files;
    private final List<SupervisedTask> tasks;

    WatchedApps(Apps apps) {
      source = Apps.Source.fixed(apps);
      files = null;
      tasks = List.of();
    }

    WatchedApps(AppFiles files, AppFilesProperties properties) {
      source = files;
      this.files = files;
      SupervisedTask task =
          new SupervisedTask("app-files-check", properties.check(), files::check, Optional::empty);
      task.start(properties.check());
      tasks = List.of(task);
    }

    @Override
    public List<SupervisedTask> parts() {
      return tasks;
    }

    @Override
    public void close() {
      tasks.forEach(SupervisedTask::close);
    }
  }

  /**
   * @param ofSettings the apps that the configuration of the service names
   */
  @Bean
  WatchedApps watchedApps(
      AppFilesProperties properties,
      ShortForms ofSettings,
      ObjectProvider<AppCheck> checks,
      MeterRegistry registry) {
    String directory = properties.directory();
    if (directory == null || directory.isBlank()) {
      return new WatchedApps(Apps.of(ofSettings.apps()));
    }
    return new WatchedApps(
        new AppFiles(
            new AppDirectory(Path.of(directory)),
            new AppFileReader(checks.orderedStream().toList()),
            ofSettings.apps(),
            new AppMeters(registry)),
        properties);
  }

  @Bean
  Apps.Source apps(WatchedApps watched) {
    return watched.source;
  }

  /** Always up: the apps of rejected files keep their settings. It is there to say so. */
  @Bean
  HealthIndicator appFilesHealthIndicator(WatchedApps watched) {
    return () ->
        watched.files == null || watched.files.rejected().isEmpty()
            ? Health.up().build()
            : Health.up().withDetail("rejected", watched.files.rejected()).build();
  }
}
