package dev.incline.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No word of the library's reaches a reader who does not know it. */
class JsonFaultTest {
  private record Part(String name, int count) {}

  private record Whole(String title, List<Part> parts) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"parts": []}                                             | it has no 'title'
          {"title": null, "parts": []}                              | its 'title' has no value
          {"title": "a", "parts": [], "size": 3}                    | 'size' is no name that it may have (line 1, column 38)
          {"title": "a", "parts": [{"name": "b"}]}                  | it has no 'count'
          {"title": "a", "parts": [{"name": "b", "count": "many"}]} | the value of 'parts[0].count' is of another kind (line 1, column 49)
          {"title": "a", "parts": 3}                                | the value of 'parts' is of another kind (line 1, column 25)
          []                                                        | it holds a value of another kind (line 1, column 1)
          {"title": "a", "par                                       | it ends too early (line 1, column 20)
          {"title": a}                                              | it is no JSON (line 1, column 11): Unrecognized token 'a': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          """)
  void saysWhatIsWrong(String text, String fault) {
    JsonProcessingException e =
        catchThrowableOfType(
            JsonProcessingException.class, () -> Json.STRICT.readValue(text, Whole.class));
    assertThat(JsonFault.of(e)).isEqualTo(fault);
  }
}
