package io.chatpush.dispatch.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.ShortForms;
import io.chatpush.dispatch.fcm.credentials.CredentialsFile;
import io.chatpush.dispatch.fcm.credentials.CredentialsReload;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Tls;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.pacing.Pacer;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.preview.PreviewGateway;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.events.ChatEventType;
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
import org.springframework.util.unit.DataSize;

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

  /** The apps that the settings name; the others are in files. */
  @Bean
  ShortForms appsOfSettings(Environment environment) {
    List<App> apps = new ArrayList<>();
    Map<String, Long> quotas = new HashMap<>();
    apps(environment)
        .forEach((appId, settings) -> {
          App app = shortForm(APPS + "." + appId, appId, settings);
          requireOneQuota(quotas, APPS + "." + appId, app);
          apps.add(app);
        });
    return new ShortForms(apps);
  }

  @Bean
  FirebaseProjects firebaseProjects(FcmSettings settings, Clock clock) {
    HttpTransport transport = new NetHttpTransport();
    return new FirebaseProjects(settings.endpoint(), () -> transport, clock);
  }

  /** Serves the apps of the start, and those of each change before they come into use. */
  @Bean
  ServedApps servedApps(Apps.Source apps, FirebaseProjects projects, Pacer pacer) {
    Apps first = apps.now();
    if (first.all().isEmpty()) {
      throw new InvalidSettingException(
          APPS,
          "names no app: set chatpush.apps.<app-id>.project-id and .credentials, or"
              + " chatpush.app-files.directory");
    }
    projects.serve(first, app -> APPS + "." + app.id() + ".credentials");
    apps.whenChanged(changed -> {
      projects.serve(changed, FirebaseProjects.Naming.IN_FILE);
      projects.projects().forEach(pacer::open);
    });
    return new ServedApps(projects);
  }

  @Bean
  AppLimits appLimits(AppLimitSettings settings) {
    return app -> settings.limit(app.limits());
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
  StartFacts fcmFacts(Apps.Source apps, ServedApps served, AppLimits limits, FcmSettings settings) {
    return () -> {
      List<StartFact> facts = new ArrayList<>();
      for (FirebaseProject project : served.projects().all()) {
        App app = apps.now().of(project.appId());
        if (app != null) {
          facts.add(
              new StartFact(
                  "app " + app.id(),
                  "project %s, quota of %d a minute%s, %s"
                      .formatted(
                          project.project().id(),
                          project.project().quotaPerMinute(),
                          inWords(limits.of(app)),
                          typesOf(app))));
        }
      }
      facts.sort(Comparator.comparing(StartFact::name));
      facts.add(
          new StartFact(
              "FCM",
              "%s, connections: %d, timeout %d ms%s"
                  .formatted(
                      settings.endpoint(),
                      settings.connections(),
                      settings.sendTimeout().toMillis(),
                      settings.validateOnly() ? ", checks pushes and sends none" : "")));
      return facts;
    };
  }

  @Bean
  CredentialsReload credentialsReload(
      ServedApps served, FcmSettings settings, Pacer pacer, MeterRegistry registry) {
    FirebaseProjects projects = served.projects();
    return CredentialsReload.start(
        () -> {
          List<CredentialsReload.Watch> watches = new ArrayList<>();
          for (CredentialsFile file : projects.credentials()) {
            watches.add(
                new CredentialsReload.Watch(
                    file,
                    () -> {
                      FirebaseProject project = projects.of(file.appId());
                      if (project != null) {
                        pacer.probeSoon(project.project());
                      }
                    }));
          }
          return watches;
        },
        settings.credentialsCheck(),
        registry);
  }

  /** The gateway closes them. */
  @Bean(destroyMethod = "")
  Http2Connections fcmConnections(FcmSettings settings, SslBundles sslBundles) {
    return new Http2Connections(settings.connectionSettings(), tls(settings, sslBundles));
  }

  @Bean
  FcmPushGateway fcmPushGateway(
      ServedApps served,
      FcmSettings settings,
      Http2Connections connections,
      FcmMeters meters,
      Clock clock) {
    return new FcmPushGateway(
        served.projects(), settings, connections, new FcmOutcomeMapper(clock), meters);
  }

  @Bean
  PreviewGateway fcmPreviewGateway(ServedApps served, FcmPushGateway gateway, Clock clock) {
    return new FcmPreviewGateway(served.projects(), gateway, new FcmOutcomeMapper(clock));
  }

  @Bean
  FcmAhead fcmAhead(ServedApps served, Http2Connections connections) {
    return new FcmAhead(served.projects(), connections);
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

  private static String typesOf(App app) {
    List<String> types = new ArrayList<>();
    app.eventTypes()
        .forEach((type, settings) -> {
          if (settings.enabled()) {
            types.add(type.name());
          }
        });
    app.customTypes()
        .forEach((type, settings) -> {
          if (settings.enabled()) {
            types.add(type);
          }
        });
    types.sort(Comparator.naturalOrder());
    return types.isEmpty()
        ? "NO EVENT TYPE IS ON, so it gets no pushes"
        : "on: " + String.join(" ", types);
  }

  private static App shortForm(String prefix, String appId, AppSettings app) {
    App.Firebase firebase =
        new App.Firebase(
            required(prefix + ".project-id", app.projectId()),
            required(prefix + ".credentials", app.credentials()),
            atLeast(prefix + ".quota-per-minute", app.quotaPerMinute(), Project.LEAST_QUOTA));
    for (ChatEventType type : app.eventTypes()) {
      if (type == ChatEventType.UNKNOWN || type == ChatEventType.CUSTOM) {
        throw new InvalidSettingException(
            prefix + ".event-types",
            "names %s; own types of an app need an app file".formatted(type));
      }
    }
    AppSettings.Limits limits = app.limits();
    return ShortForms.app(
        appId,
        firebase,
        limits == null ? App.Limits.AS_FOR_ALL : limits(prefix + ".limits", limits),
        app.eventTypes());
  }

  private static void requireOneQuota(Map<String, Long> known, String prefix, App app) {
    App.Firebase firebase = app.firebase();
    if (firebase != null) {
      Long other = known.putIfAbsent(firebase.project(), firebase.quotaPerMinute());
      if (other != null && other != firebase.quotaPerMinute()) {
        throw new InvalidSettingException(
            prefix + ".quota-per-minute",
            "is %d, but another app says %d for the same project: the quota is the project's"
                .formatted(firebase.quotaPerMinute(), other));
      }
    }
  }

  private static App.Limits limits(String prefix, AppSettings.Limits own) {
    rate(prefix + ".events-per-second", own.eventsPerSecond());
    rate(prefix + ".recipients-per-second", own.recipientsPerSecond());
    DataSize bytes = own.bytesPerSecond();
    rate(prefix + ".bytes-per-second", bytes == null ? null : bytes.toBytes());
    return new App.Limits(own.eventsPerSecond(), own.recipientsPerSecond(), bytes);
  }

  private static void rate(String setting, @Nullable Number value) {
    if (value != null && value.longValue() < 0) {
      throw new InvalidSettingException(setting, "is " + value + ", " + AppLimitSettings.NO_RATE);
    }
  }

  private static long atLeast(String setting, long value, long least) {
    if (value < least) {
      throw new InvalidSettingException(setting, "is " + value + ", it must be at least " + least);
    }
    return value;
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
            "is no setting of chatpush; an app has project-id, credentials, quota-per-minute, event-types and limits");
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
