package dev.incline.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {
  @Test
  @Tag("field")
  void eachSchemeHasItsProxy() throws Exception {
    EnvironmentProxies proxies =
        new EnvironmentProxies(
            Map.of(
                "https_proxy",
                "http://a:8080/",
                "HTTPS_PROXY",
                "http://b",
                "http_proxy",
                "c:3128",
                "NO_PROXY",
                "internal.org,.local:81"));
    assertThat(proxies.of(URI.create("https://x.org/f")))
        .get()
        .hasToString("the proxy a:8080 (https_proxy)");
    assertThat(proxies.of(URI.create("http://x.org/f")))
        .get()
        .hasToString("the proxy c:3128 (http_proxy)");
    for (String direct :
        List.of("https://internal.org/", "http://a.internal.org/", "http://x.local:81/")) {
      assertThat(proxies.of(URI.create(direct))).as(direct).isEmpty();
    }
    for (String by : List.of("http://notinternal.org/", "http://x.local/")) {
      assertThat(proxies.of(URI.create(by))).as(by).isPresent();
    }
  }
}
