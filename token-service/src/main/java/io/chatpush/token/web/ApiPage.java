package io.chatpush.token.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The files that {@code docs.html} loads: Swagger UI, of whose webjar only two files are served,
 * and our script that starts it.
 */
final class ApiPage {

  /**
   * What a browser may do with the page: run these scripts, use this style sheet and the pictures
   * in it, and read the description. It sends nothing to another host, and no site can embed it.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String DIRECTORY = ApiDescriptionController.PAGE_PATH + "/";
  private static final String SCRIPT = "docs.js";
  private static final String VIEWER = "swagger-ui-bundle.js";
  private static final String STYLE = "swagger-ui.css";

  private static final Map<String, MediaType> TYPES =
      Map.of(
          SCRIPT, new MediaType("text", "javascript"),
          VIEWER, new MediaType("text", "javascript"),
          STYLE, new MediaType("text", "css"));

  /** The paths of the files. */
  static final List<String> PATHS =
      TYPES.keySet().stream().sorted().map(file -> DIRECTORY + file).toList();

  private ApiPage() {}

  /** Returns what answers requests for the files, with tags by which a browser keeps them. */
  static RouterFunction<ServerResponse> files() {
    String version = version();
    String webjar = "META-INF/resources/webjars/swagger-ui/" + version + "/";
    RouterFunctions.Builder files = RouterFunctions.route();
    for (String file : List.of(VIEWER, STYLE)) {
      add(files, file, new ClassPathResource(webjar + file), version);
    }
    Resource script = new ClassPathResource(SCRIPT, ApiPage.class);
    add(files, SCRIPT, script, ContentTag.of(script));
    return files.build();
  }

  private static void add(
      RouterFunctions.Builder files, String file, Resource resource, String tag) {
    if (!resource.exists()) {
      throw new IllegalStateException(resource + " does not exist");
    }
    files.GET(
        DIRECTORY + file,
        _ ->
            ServerResponse.ok()
                .contentType(TYPES.getOrDefault(file, MediaType.APPLICATION_OCTET_STREAM))
                .cacheControl(CacheControl.noCache())
                .eTag('"' + tag + '"')
                .body(BodyInserters.fromResource(resource)));
  }

  private static String version() {
    try {
      Properties webjar =
          PropertiesLoaderUtils.loadProperties(
              new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"));
      return webjar.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
