package relay.pipeline.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.transport.GroupSocket;
import relay.transport.TransportException;

class InterfaceWatchTest
{
    private static final String GONE = ": interface lo has gone: its groups are not heard, and not sent to, until it " +
        "is back";
    private static final String BACK = ": interface lo was made anew: goes on by lo, number 1";

    private final List<String> log = new ArrayList<>();
    private final List<Integer> asked = new ArrayList<>();
    private final List<String> wanted = new ArrayList<>();
    private int lists;
    private NetworkInterface loopback;
    private boolean isThere = true;
    private NetworkInterface chosen;

    @BeforeEach
    void findLoopback() throws Exception
    {
        loopback = NetworkInterface.getByIndex(1); // of every network namespace
    }

    @Test
    void shouldLeaveASocketAloneWhoseInterfaceIsThere()
    {
        final FakeSocket socket = new FakeSocket();
        final InterfaceWatch watch = watch(socket);
        chosen = loopback;
        watch.observe();
        assertEquals(0, socket.moves);
        assertEquals(List.of(), log);
    }

    @Test
    void shouldSayOnceThatAnInterfaceHasGoneAndMoveWhenItIsBack()
    {
        final FakeSocket socket = new FakeSocket();
        final InterfaceWatch watch = watch(socket);
        isThere = false;
        watch.observe();
        watch.observe();
        assertEquals(List.of("flow 0" + GONE), log);
        assertEquals(0, socket.moves);

        chosen = loopback;
        watch.observe();
        assertEquals(List.of("flow 0" + GONE, "flow 0" + BACK), log);
        assertEquals(1, socket.moves);
    }

    @Test
    void shouldSayAgainWhenItGoesAgain()
    {
        final InterfaceWatch watch = watch(new FakeSocket());
        isThere = false;
        watch.observe();
        chosen = loopback;
        watch.observe();
        chosen = null;
        watch.observe();
        assertEquals(List.of("flow 0" + GONE, "flow 0" + BACK, "flow 0" + GONE), log);
    }

    @Test
    void shouldTryAgainWhatTheSystemRefused()
    {
        final FakeSocket socket = new FakeSocket();
        final InterfaceWatch watch = watch(socket);
        isThere = false;
        chosen = loopback;
        socket.refusal = "no memory";
        watch.observe();
        watch.observe();
        assertEquals(List.of("flow 0: interface lo was made anew, but: no memory"), log);

        socket.refusal = null;
        watch.observe();
        assertEquals("flow 0" + BACK, log.getLast());
    }

    @Test
    void shouldSayOfOneSocketOfAFlowWhyItIsRefused()
    {
        final FakeSocket first = new FakeSocket();
        final FakeSocket second = new FakeSocket();
        first.refusal = "cannot listen to 239.1.1.1";
        second.refusal = "cannot listen to 239.1.1.2";
        isThere = false;
        chosen = loopback;
        new InterfaceWatch(List.of(new WatchedSocket("flow 0", first, null),
            new WatchedSocket("flow 0", second, null)), index -> false, () -> this::find, log::add).observe();
        assertEquals(List.of("flow 0: interface lo was made anew, but: cannot listen to 239.1.1.1"), log);
    }

    @Test
    void shouldAskOnceForManySocketsAndSayOneLine()
    {
        final FakeSocket[] sockets = new FakeSocket[5];
        for (int i = 0; i < sockets.length; i++)
        {
            sockets[i] = new FakeSocket();
        }
        final InterfaceWatch watch = watch(sockets);
        isThere = false;
        watch.observe();
        assertEquals(List.of(1), asked);
        assertEquals(1, lists);
        assertEquals(List.of("flow 0, flow 1, flow 2 and 2 more" + GONE), log);
    }

    @Test
    void shouldMoveASocketWhoseInterfaceCameBackAsItWas()
    {
        final FakeSocket socket = new FakeSocket();
        final InterfaceWatch watch = watch(socket);
        isThere = false;
        watch.observe();
        isThere = true;
        watch.observe();
        assertEquals(1, socket.moves, "the kernel forgot its groups meanwhile");
        watch.observe();
        assertEquals(1, socket.moves);
        assertEquals(List.of("flow 0" + GONE, "flow 0" + BACK), log);
    }

    @Test
    void shouldKnowAnInterfaceThatTheSystemChoseByItsName()
    {
        final InterfaceWatch watch = watch(new FakeSocket());
        isThere = false;
        watch.observe();
        assertEquals(List.of("lo"), wanted);
    }

    @Test
    void shouldKnowAnotherByWhatTheConfigurationSays()
    {
        final InterfaceWatch watch = new InterfaceWatch(
            List.of(new WatchedSocket("flow 0", new FakeSocket(), "127.0.0.0/8")), index -> false,
            () -> this::find, log::add);
        watch.observe();
        assertEquals(List.of("127.0.0.0/8"), wanted);
    }

    @Test
    void shouldWaitWhereNoInterfaceCanBeSeenAtAll()
    {
        final InterfaceWatch watch = new InterfaceWatch(
            List.of(new WatchedSocket("flow 0", new FakeSocket(), null)), index -> false, () ->
            {
                throw new IllegalStateException("none");
            }, log::add);
        watch.observe();
        assertEquals(List.of("flow 0" + GONE), log);
    }

    private InterfaceWatch watch(final FakeSocket... sockets)
    {
        final List<WatchedSocket> watched = new ArrayList<>();
        for (int i = 0; i < sockets.length; i++)
        {
            watched.add(new WatchedSocket("flow " + i, sockets[i], null));
        }
        return new InterfaceWatch(watched, index ->
        {
            asked.add(index);
            return isThere;
        }, () ->
        {
            lists++;
            return this::find;
        }, log::add);
    }

    private NetworkInterface find(final String text)
    {
        wanted.add(text);
        if (null == chosen)
        {
            throw new IllegalArgumentException("no interface");
        }
        return chosen;
    }

    /** Counts its moves. */
    private final class FakeSocket implements GroupSocket
    {
        private int moves;
        private String refusal;

        @Override
        public NetworkInterface groupInterface()
        {
            return loopback;
        }

        @Override
        public void moveTo(final NetworkInterface other)
        {
            if (null != refusal)
            {
                throw new TransportException(refusal, null);
            }
            moves++;
        }
    }
}
