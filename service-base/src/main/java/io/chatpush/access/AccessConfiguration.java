package io.chatpush.access;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemType;
import io.chatpush.problem.ProblemWriter;
import io.chatpush.service.StartFacts;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;

/** The authorization that both services have in common. Each adds its {@link HttpSecurity}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
public class AccessConfiguration {

  @Bean
  static ReplacedSettings replacedSettings(Environment environment) {
    return new ReplacedSettings(environment);
  }

  @Bean
  TrustedIssuers trustedIssuers(AccessProperties properties) {
    return TrustedIssuers.of(properties);
  }

  @Bean
  StartFacts accessFacts(AccessProperties properties) {
    long anyAudience =
        properties.issuers().stream().filter(issuer -> issuer.audiences() == null).count();
    return StartFacts.of(
        "access tokens",
        "issuers of chatpush.access.issuers: %d%s"
            .formatted(
                properties.issuers().size(),
                anyAudience == 0 ? "" : ", without audiences: " + anyAudience));
  }

  /**
   * Ids are any printable Unicode, percent-encoded, so the characters that the firewall suspects in
   * a path are part of what it protects here. No path leads to a file, and a segment is decoded
   * after the path is split. What stays refused are ids that are {@code .} or {@code ..}, or have
   * these between slashes: proxies take them for directories.
   */
  @Bean
  StrictServerWebExchangeFirewall firewall() {
    var firewall = new StrictServerWebExchangeFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowSemicolon(true);
    // What is not printable is refused by name where ids are checked.
    firewall.setAllowNull(true);
    firewall.setAllowUrlEncodedCarriageReturn(true);
    firewall.setAllowUrlEncodedLineFeed(true);
    firewall.setAllowUrlEncodedLineSeparator(true);
    firewall.setAllowUrlEncodedParagraphSeparator(true);
    // The routes know which methods they have, and say so in their answer.
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  ServerExchangeRejectedHandler rejected(ProblemWriter problems) {
    return (exchange, _) -> {
      // Nobody reads the body of what is refused here, and behind it the next request may be lost.
      exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
      return problems.write(
          exchange,
          Problem.of(
              ProblemType.INVALID_REQUEST,
              "The path has a part that is . or .., or a header is not printable."));
    };
  }
}
