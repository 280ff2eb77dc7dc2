package io.chatpush.dispatch.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import io.chatpush.dispatch.fcm.ConfiguredApps.ConfiguredApp;
import io.chatpush.dispatch.fcm.credentials.CredentialsFile;
import io.chatpush.dispatch.fcm.credentials.CredentialsReload;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Tls;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.service.StartFact;
import io.chatpush.service.StartFacts;
import io.chatpush.settings.InvalidSettingException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Assembles the gateway, of which the other packages know the ports only. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FcmSettings.class, AppLimitSettings.class})
class FcmConfiguration {

  private static final String APPS = "chatpush.apps";
  private static final String BUNDLE = "chatpush.fcm.ssl-bundle";

  @Bean
  PayloadRenderer fcmPayloadRenderer() {
    return new FcmPayloadRenderer();
  }

  @Bean
  FcmMeters fcmMeters(MeterRegistry registry) {
    return new FcmMeters(registry);
  }

  @Bean
  ConfiguredApps configuredApps(Environment environment, FcmSettings settings, Clock clock) {
    Map<String, AppSettings> apps = apps(environment);
    if (apps.isEmpty()) {
      throw new InvalidSettingException(
          APPS, "names no app: set chatpush.apps.<app-id>.project-id and .credentials");
    }
    HttpTransport transport = new NetHttpTransport();
    HttpTransportFactory transports = () -> transport;
    List<ConfiguredApp> configured = new ArrayList<>();
    Map<String, Project> quotas = new HashMap<>();
    apps.forEach((appId, app) -> {
      String prefix = APPS + "." + appId;
      String projectId = required(prefix + ".project-id", app.projectId());
      String setting = prefix + ".credentials";
      String file = required(setting, app.credentials());
      CredentialsFile credentials = new CredentialsFile(appId, setting, file, transports, clock);
      FirebaseProject project =
          FirebaseProject.at(
              settings.endpoint(),
              appId,
              project(quotas, prefix, projectId, app.quotaPerMinute()),
              credentials.accessTokens());
      configured.add(new ConfiguredApp(project, credentials));
    });
    return new ConfiguredApps(configured);
  }

  @Bean
  AppLimits appLimits(Environment environment, AppLimitSettings settings) {
    Map<String, AppLimit> limits = new HashMap<>();
    apps(environment)
        .forEach((appId, app) ->
            limits.put(appId, settings.limit(APPS + "." + appId + ".limits", app.limits())));
    return new AppLimits(limits);
  }

  @Bean
  FirebaseProjects firebaseProjects(ConfiguredApps apps) {
    return apps.projects();
  }

  /** Always up: pushes go on with the key from before. It is there to say so. */
  @Bean
  HealthIndicator credentialsHealthIndicator(CredentialsReload reload) {
    return () -> {
      Map<String, String> kept = reload.kept();
      return kept.isEmpty()
          ? Health.up().build()
          : Health.up().withDetail("keptFromBefore", kept).build();
    };
  }

  @Bean
  StartFacts fcmFacts(FirebaseProjects projects, AppLimits limits, FcmSettings settings) {
    List<StartFact> facts = new ArrayList<>();
    projects.all().stream()
        .sorted(Comparator.comparing(FirebaseProject::appId))
        .map(app ->
            new StartFact(
                "app " + app.appId(),
                "project %s, quota of %d a minute%s"
                    .formatted(
                        app.project().id(),
                        app.project().quotaPerMinute(),
                        inWords(limits.byApp().getOrDefault(app.appId(), AppLimit.NONE)))))
        .forEach(facts::add);
    facts.add(
        new StartFact(
            "FCM",
            "%s, connections: %d, timeout %d ms%s"
                .formatted(
                    settings.endpoint(),
                    settings.connections(),
                    settings.sendTimeout().toMillis(),
                    settings.validateOnly() ? ", checks pushes and sends none" : "")));
    return () -> facts;
  }

  @Bean
  CredentialsReload credentialsReload(
      ConfiguredApps apps, FcmSettings settings, Pacer pacer, MeterRegistry registry) {
    List<CredentialsReload.Watch> watches = new ArrayList<>();
    for (ConfiguredApp app : apps.all()) {
      Project project = app.project().project();
      watches.add(new CredentialsReload.Watch(app.credentials(), () -> pacer.probeSoon(project)));
    }
    return CredentialsReload.start(watches, settings.credentialsCheck(), registry);
  }

  /** The gateway closes them. */
  @Bean(destroyMethod = "")
  Http2Connections fcmConnections(FcmSettings settings, SslBundles sslBundles) {
    return new Http2Connections(settings.connectionSettings(), tls(settings, sslBundles));
  }

  @Bean
  FcmPushGateway fcmPushGateway(
      FirebaseProjects projects,
      FcmSettings settings,
      Http2Connections connections,
      FcmMeters meters,
      Clock clock) {
    return new FcmPushGateway(projects, settings, connections, new FcmOutcomeMapper(clock), meters);
  }

  @Bean
  FcmAhead fcmAhead(FirebaseProjects projects, Http2Connections connections) {
    return new FcmAhead(projects, connections);
  }

  @Bean
  SendRehearsal sendRehearsal(Clock clock) {
    return new SendRehearsal(clock);
  }

  private static String inWords(AppLimit limit) {
    return inWords(limit.eventsPerSecond(), "events")
        + inWords(limit.recipientsPerSecond(), "recipients")
        + inWords(limit.bytesPerSecond(), "bytes");
  }

  private static String inWords(long perSecond, String what) {
    return perSecond == 0 ? "" : ", at most %d %s a second".formatted(perSecond, what);
  }

  private static Project project(
      Map<String, Project> known, String prefix, String projectId, long quotaPerMinute) {
    if (quotaPerMinute < Project.LEAST_QUOTA) {
      throw new InvalidSettingException(
          prefix + ".quota-per-minute",
          "is " + quotaPerMinute + ", it must be at least " + Project.LEAST_QUOTA);
    }
    Project project = new Project(projectId, quotaPerMinute);
    Project other = known.putIfAbsent(projectId, project);
    if (other != null && !other.equals(project)) {
      throw new InvalidSettingException(
          prefix + ".quota-per-minute",
          "is %d, but another app says %d for the same project: the quota is the project's"
              .formatted(quotaPerMinute, other.quotaPerMinute()));
    }
    return project;
  }

  private static Map<String, AppSettings> apps(Environment environment) {
    try {
      return Binder.get(environment)
          .bind(
              APPS,
              Bindable.mapOf(String.class, AppSettings.class),
              new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
          .orElse(Map.of());
    } catch (BindException e) {
      if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
        throw new InvalidSettingException(
            unbound.getUnboundProperties().iterator().next().getName().toString(),
            "is no setting of chatpush; an app has project-id, credentials, quota-per-minute and limits");
      }
      throw new InvalidSettingException(
          e.getName().toString(), "is not of the form chatpush.apps.<app-id>.project-id");
    }
  }

  private static String required(String setting, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidSettingException(setting, "is missing");
    }
    return value;
  }

  private static Tls tls(FcmSettings settings, SslBundles sslBundles) {
    if (!settings.isSecure()) {
      return Tls.none();
    }
    String name = settings.sslBundle();
    try {
      if (name == null) {
        return Tls.with(builder -> {});
      }
      SslManagerBundle managers = sslBundles.getBundle(name).getManagers();
      return Tls.with(builder ->
          builder
              .trustManager(managers.getTrustManagerFactory())
              .keyManager(managers.getKeyManagerFactory()));
    } catch (NoSuchSslBundleException e) {
      throw new InvalidSettingException(
          BUNDLE, "names %s, which is not under spring.ssl.bundle".formatted(name));
    } catch (SSLException e) {
      throw new InvalidSettingException(
          BUNDLE, "names %s, which cannot be used: %s".formatted(name, e.getMessage()));
    }
  }
}
