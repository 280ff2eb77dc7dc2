package io.chatpush.token.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Describes this API, to machines and to people; without an access token. */
@RestController
final class ApiDescriptionController {

  static final String YAML_PATH = "/v1/openapi.yaml";
  static final String PAGE_PATH = "/v1/docs";

  private final byte[] yaml;
  private final String yamlTag;
  private final byte[] page;
  private final String pageTag;

  ApiDescriptionController() {
    yaml = contentOf("openapi.yaml");
    yamlTag = '"' + ContentTag.of(yaml) + '"';
    page = contentOf("docs.html");
    pageTag = '"' + ContentTag.of(page) + '"';
  }

  @GetMapping(path = YAML_PATH, produces = MediaType.APPLICATION_YAML_VALUE)
  ResponseEntity<byte[]> yaml() {
    return ResponseEntity.ok().eTag(yamlTag).cacheControl(CacheControl.noCache()).body(yaml);
  }

  /** Its policy lets a browser run the scripts of {@link ApiPage} and nothing else. */
  @GetMapping(path = PAGE_PATH, produces = "text/html;charset=UTF-8")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .eTag(pageTag)
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", ApiPage.POLICY)
        .body(page);
  }

  private static byte[] contentOf(String file) {
    try {
      return new ClassPathResource(file, ApiDescriptionController.class).getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
