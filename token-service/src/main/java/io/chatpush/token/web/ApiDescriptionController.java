package io.chatpush.token.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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
  private final String pagePolicy;

  ApiDescriptionController() {
    ApiDescription description = ApiDescription.load();
    ApiPage rendered = new ApiPage(description);
    yaml = description.text().getBytes(StandardCharsets.UTF_8);
    yamlTag = '"' + sha256(description.text()) + '"';
    page = rendered.html().getBytes(StandardCharsets.UTF_8);
    pageTag = '"' + sha256(rendered.html()) + '"';
    pagePolicy =
        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(sha256(rendered.style()));
  }

  @GetMapping(path = YAML_PATH, produces = MediaType.APPLICATION_YAML_VALUE)
  ResponseEntity<byte[]> yaml() {
    return ResponseEntity.ok().eTag(yamlTag).cacheControl(CacheControl.noCache()).body(yaml);
  }

  /** Its policy lets a browser load nothing and run nothing, not even what a mistake lets in. */
  @GetMapping(path = PAGE_PATH, produces = "text/html;charset=UTF-8")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .eTag(pageTag)
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", pagePolicy)
        .body(page);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
