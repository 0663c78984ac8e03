package relay.config;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Names for relays that were given none. Random, because two relays of one name take each other's packets for their own
 * that came back.
 */
final class RelayNames
{
    private RelayNames()
    {
    }

    static String random()
    {
        return String.format(Locale.ROOT, "relay-%08x", new SecureRandom().nextInt());
    }
}
