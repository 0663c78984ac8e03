package relay.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.SendOutcome;

class SendErrorsTest
{
    @ParameterizedTest
    @CsvSource({
        "Network is unreachable, UNREACHABLE",
        "No route to host, UNREACHABLE",
        "No such device, UNREACHABLE",
        "No such device or address, UNREACHABLE",
        "Cannot assign requested address, UNREACHABLE",
        "Network is down, UNREACHABLE",
        "Message too long, TOO_LONG",
        "Operation not permitted, FAILED",
        "No buffer space available, BACK_PRESSURED",
        "something new, FAILED",
    })
    void shouldTellWhatAnErrorMeans(final String text, final SendOutcome expected)
    {
        assertEquals(expected, SendErrors.outcomeOf(new SocketException(text)));
    }

    @Test
    void shouldCopeWithAnErrorWithoutText()
    {
        assertEquals(SendOutcome.FAILED, SendErrors.outcomeOf(new IOException()));
    }
}
