package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTextTest
{
    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,ABC,0", "abc,abd,1", "abc,acb,1", "abc,ab,1", "'',abc,3", "kitten,sitting,3"})
    void shouldCountEdits(final String left, final String right, final int distance)
    {
        assertEquals(distance, UserText.distance(left, right));
        assertEquals(distance, UserText.distance(right, left));
    }

    @Test
    void shouldFindNearestOnlyIfNear()
    {
        final List<String> valid = List.of("priority", "weight", "rate");
        assertEquals("priority", UserText.nearest("prioritiy", valid));
        assertEquals("rate", UserText.nearest("Rate", valid));
        assertNull(UserText.nearest("colour", valid));
        assertNull(UserText.nearest("rate".repeat(100), valid));
        assertEquals("; did you mean 'weight'?", UserText.hint("wieght", valid));
        assertEquals("", UserText.hint("", valid));
    }

    @Test
    void shouldQuoteOnOneShortLine()
    {
        assertEquals("'a\\u000ab\\u001b'", UserText.quoted("a\nb\u001b"));
        assertEquals("'" + "x".repeat(60) + "...'", UserText.quoted("x".repeat(61)));
        assertEquals("'\u00b5s \u00e9'", UserText.quoted("\u00b5s \u00e9"));
    }
}
