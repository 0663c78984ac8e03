package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.endpoint.Quantity;

class UnitsTest
{
    @ParameterizedTest
    @CsvSource({
        "1ns,1", "0s,0", "2us,2000", "2\u00b5s,2000", "2\u03bcs,2000", "1.5ms,1500000", "0.000000001s,1",
        "3 s,3000000000", "9223372036s,9223372036000000000"})
    void shouldReadDurations(final String text, final long durationNs)
    {
        assertEquals(durationNs, Units.DURATION.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"8bit,8", "1kbit,1000", "200Mbit,200000000", "2.5Gbit,2500000000"})
    void shouldReadRates(final String text, final long rate)
    {
        assertEquals(rate, Units.RATE.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1B,1", "1KB,1000", "1KiB,1024", "1MB,1000000", "1MiB,1048576", "1GB,1000000000", "0.5GiB,536870912"})
    void shouldReadSizes(final String text, final long size)
    {
        assertEquals(size, Units.SIZE.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"100%,1000000", "12.5%,125000", "0.0001%,1"})
    void shouldReadShares(final String text, final long millionths)
    {
        assertEquals(millionths, Units.SHARE.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        duration => `` => bad duration '': a number and a unit, one of ns, us, \u00b5s, ms, s
        duration => 5 => duration '5' has no unit: one of ns, us, \u00b5s, ms, s
        duration => -5ms => bad duration '-5ms': a number and a unit, one of ns, us, \u00b5s, ms, s
        duration => 5  ms => bad duration '5  ms': a number and a unit, one of ns, us, \u00b5s, ms, s
        duration => .5ms => bad duration '.5ms': a number and a unit, one of ns, us, \u00b5s, ms, s
        duration => 1e3ms => bad duration '1e3ms': a number and a unit, one of ns, us, \u00b5s, ms, s
        duration => 5MS => unknown unit 'MS' in duration '5MS': one of ns, us, \u00b5s, ms, s; did you mean 'ms'?
        duration => 0.5ns => duration '0.5ns' is too fine: fewer decimals, or a smaller unit
        duration => 9223372037s => duration '9223372037s' is too large
        duration => 9999999999999999999ns => bad duration '9999999999999999999ns': a number and a unit, one of ns, us, \
        \u00b5s, ms, s
        rate => 10Mbps => unknown unit 'Mbps' in rate '10Mbps': one of bit, kbit, Mbit, Gbit; did you mean 'Mbit'?
        rate => 10mbit => unknown unit 'mbit' in rate '10mbit': one of bit, kbit, Mbit, Gbit; did you mean 'Mbit'?
        size => 4kib => unknown unit 'kib' in size '4kib': one of B, KB, MB, GB, KiB, MiB, GiB; did you mean 'KiB'?
        share => 50 => share '50' has no unit: one of %
        """)
    void shouldRefuse(final String kind, final String text, final String message)
    {
        final Quantity quantity = switch (kind)
        {
            case "duration" -> Units.DURATION;
            case "rate" -> Units.RATE;
            case "size" -> Units.SIZE;
            default -> Units.SHARE;
        };
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> quantity.parse(text)).getMessage());
    }
}
