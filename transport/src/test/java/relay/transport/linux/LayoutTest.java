package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares every layout and number with what this platform's C compiler says.
 */
@Timeout(60)
class LayoutTest
{
    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <stddef.h>
        #include <string.h>
        #include <errno.h>
        #include <time.h>
        #include <poll.h>
        #include <sys/epoll.h>
        #include <sys/socket.h>
        #include <netinet/in.h>
        #include <netinet/udp.h>
        #include <linux/sock_diag.h>
        #ifndef SO_MEMINFO
        #define SO_MEMINFO 55
        #endif
        #ifndef UDP_SEGMENT
        #define UDP_SEGMENT 103
        #endif
        #ifndef UDP_GRO
        #define UDP_GRO 104
        #endif
        #ifndef IPV6_MULTICAST_ALL
        #define IPV6_MULTICAST_ALL 29
        #endif
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needLinux()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
    }

    @Test
    void shouldHaveThePlatformsStructures() throws Exception
    {
        final Map<String, Long> ours = new LinkedHashMap<>();
        message(ours);
        addresses(ours);
        epoll(ours);

        assertEquals(lines(ours), run(program(ours.keySet())));
    }

    @Test
    void shouldHaveThePlatformsNumbers() throws Exception
    {
        final Map<String, Long> ours = new LinkedHashMap<>();
        constants(SocketNumbers.class, ours);
        constants(Errno.class, ours);

        assertEquals(lines(ours), run(program(ours.keySet())));
    }

    @Test
    void shouldSayWhatTheCLibrarySays() throws Exception
    {
        final Map<String, Long> errors = new LinkedHashMap<>();
        constants(Errno.class, errors);
        final StringBuilder body = new StringBuilder();
        final List<String> ours = new ArrayList<>();
        for (final Map.Entry<String, Long> error : errors.entrySet())
        {
            final int errno = error.getValue().intValue();
            ours.add(Errno.name(errno) + ": " + Errno.text(errno));
            body.append("printf(\"" + error.getKey() + ": %s\\n\", strerror(" + error.getKey() + "));\n");
        }

        assertEquals(ours, run(INCLUDES + "int main(void) {\n" + body + "return 0; }\n"));
    }

    private static void message(final Map<String, Long> ours)
    {
        put(ours, "sizeof(struct mmsghdr)", MessageLayout.MESSAGE_SIZE);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_name)", MessageLayout.NAME);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_namelen)", MessageLayout.NAME_LENGTH);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_iov)", MessageLayout.VECTOR);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_iovlen)", MessageLayout.VECTOR_COUNT);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_control)", MessageLayout.CONTROL);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_controllen)", MessageLayout.CONTROL_LENGTH);
        put(ours, "offsetof(struct mmsghdr, msg_hdr.msg_flags)", MessageLayout.FLAGS);
        put(ours, "offsetof(struct mmsghdr, msg_len)", MessageLayout.LENGTH);
        put(ours, "sizeof(struct iovec)", MessageLayout.VECTOR_SIZE);
        put(ours, "offsetof(struct iovec, iov_base)", MessageLayout.VECTOR_BASE);
        put(ours, "offsetof(struct iovec, iov_len)", MessageLayout.VECTOR_LENGTH);
        put(ours, "offsetof(struct cmsghdr, cmsg_len)", MessageLayout.CONTROL_ITEM_LENGTH);
        put(ours, "offsetof(struct cmsghdr, cmsg_level)", MessageLayout.CONTROL_ITEM_LEVEL);
        put(ours, "offsetof(struct cmsghdr, cmsg_type)", MessageLayout.CONTROL_ITEM_TYPE);
        put(ours, "CMSG_LEN(0)", MessageLayout.CONTROL_ITEM_DATA);
        put(ours, "CMSG_SPACE(sizeof(int))", MessageLayout.CONTROL_ITEM_SIZE);
        put(ours, "CMSG_SPACE(sizeof(short)) + 0", MessageLayout.CONTROL_ITEM_SIZE);
        put(ours, "offsetof(struct in_pktinfo, ipi_ifindex)", ControlItems.IPV4_INFO_INTERFACE);
        put(ours, "offsetof(struct in_pktinfo, ipi_addr)", ControlItems.IPV4_INFO_ADDRESS);
        put(ours, "sizeof(struct in_pktinfo)", ControlItems.IPV4_INFO_SIZE);
        put(ours, "offsetof(struct in6_pktinfo, ipi6_addr)", ControlItems.IPV6_INFO_ADDRESS);
        put(ours, "offsetof(struct in6_pktinfo, ipi6_ifindex)", ControlItems.IPV6_INFO_INTERFACE);
        put(ours, "sizeof(struct in6_pktinfo)", ControlItems.IPV6_INFO_SIZE);
        put(ours, "2 * CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct in6_pktinfo))", ControlItems.SPACE);
        put(ours, "CMSG_SPACE(1) + 0", MessageLayout.CONTROL_ITEM_SIZE);
    }

    private static void addresses(final Map<String, Long> ours)
    {
        put(ours, "sizeof(struct sockaddr_in)", SocketAddress.IPV4_SIZE);
        put(ours, "offsetof(struct sockaddr_in, sin_family)", SocketAddress.FAMILY);
        put(ours, "offsetof(struct sockaddr_in, sin_port)", SocketAddress.PORT);
        put(ours, "offsetof(struct sockaddr_in, sin_addr)", SocketAddress.IPV4_ADDRESS);
        put(ours, "sizeof(struct sockaddr_in6)", SocketAddress.IPV6_SIZE);
        put(ours, "offsetof(struct sockaddr_in6, sin6_family)", SocketAddress.FAMILY);
        put(ours, "offsetof(struct sockaddr_in6, sin6_port)", SocketAddress.PORT);
        put(ours, "offsetof(struct sockaddr_in6, sin6_addr)", SocketAddress.IPV6_ADDRESS);
        put(ours, "offsetof(struct sockaddr_in6, sin6_scope_id)", SocketAddress.IPV6_SCOPE);
        put(ours, "sizeof(struct sockaddr_storage)", SocketAddress.STORAGE_SIZE);
        put(ours, "offsetof(struct group_req, gr_interface)", LinuxSocket.JOIN_INTERFACE);
        put(ours, "offsetof(struct group_req, gr_group)", LinuxSocket.JOIN_GROUP);
        put(ours, "sizeof(struct group_req)", LinuxSocket.GROUP_REQUEST_SIZE);
        put(ours, "offsetof(struct group_source_req, gsr_interface)", LinuxSocket.JOIN_INTERFACE);
        put(ours, "offsetof(struct group_source_req, gsr_group)", LinuxSocket.JOIN_GROUP);
        put(ours, "offsetof(struct group_source_req, gsr_source)", LinuxSocket.JOIN_SOURCE);
        put(ours, "sizeof(struct group_source_req)", LinuxSocket.GROUP_SOURCE_REQUEST_SIZE);
        put(ours, "offsetof(struct ip_mreqn, imr_ifindex)", 2 * Integer.BYTES);
        put(ours, "sizeof(struct ip_mreqn)", 3 * Integer.BYTES);
    }

    private static void epoll(final Map<String, Long> ours)
    {
        put(ours, "sizeof(struct epoll_event)", EpollLayout.EVENT_SIZE);
        put(ours, "offsetof(struct epoll_event, events)", EpollLayout.EVENTS);
        put(ours, "offsetof(struct epoll_event, data)", EpollLayout.DATA);
        put(ours, "EPOLL_CLOEXEC", EpollLayout.EPOLL_CLOEXEC);
        put(ours, "EPOLL_CTL_ADD", EpollLayout.EPOLL_CTL_ADD);
        put(ours, "EPOLLIN", EpollLayout.EPOLLIN);
        put(ours, "sizeof(struct pollfd)", EpollLayout.POLL_SIZE);
        put(ours, "offsetof(struct pollfd, fd)", EpollLayout.POLL_FD);
        put(ours, "offsetof(struct pollfd, events)", EpollLayout.POLL_EVENTS);
        put(ours, "POLLIN", EpollLayout.POLLIN);
        put(ours, "sizeof(struct timespec)", EpollLayout.TIME_SIZE);
        put(ours, "offsetof(struct timespec, tv_sec)", EpollLayout.TIME_SECONDS);
        put(ours, "offsetof(struct timespec, tv_nsec)", EpollLayout.TIME_NANOS);
    }

    private static void put(final Map<String, Long> ours, final String expression, final long value)
    {
        ours.put(expression, value);
    }

    private static void constants(final Class<?> type, final Map<String, Long> ours) throws IllegalAccessException
    {
        for (final Field field : type.getDeclaredFields())
        {
            if (Modifier.isStatic(field.getModifiers()) && int.class == field.getType())
            {
                ours.put(field.getName(), (long)field.getInt(null));
            }
        }
    }

    private static List<String> lines(final Map<String, Long> ours)
    {
        return ours.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue()).toList();
    }

    private static String program(final Iterable<String> expressions)
    {
        final StringBuilder body = new StringBuilder();
        for (final String expression : expressions)
        {
            body.append("printf(\"%s = %ld\\n\", \"" + expression + "\", (long)(" + expression + "));\n");
        }
        return INCLUDES + "int main(void) {\n" + body + "return 0; }\n";
    }

    private List<String> run(final String program) throws Exception
    {
        final Path source = Files.writeString(directory.resolve("layout.c"), program);
        final Path binary = directory.resolve("layout");
        assumeTrue(isCompilerThere(), "no C compiler 'cc' on this machine");
        execute("cc", "-o", binary.toString(), source.toString());
        return execute(binary.toString());
    }

    private boolean isCompilerThere() throws Exception
    {
        try
        {
            execute("cc", "--version");
            return true;
        }
        catch (final IOException absent)
        {
            return false;
        }
    }

    private List<String> execute(final String... command) throws Exception
    {
        final Path output = directory.resolve("output");
        final ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        final Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "not in time: " + command[0]);
        assertEquals(0, process.exitValue(), Files.readString(output));
        return Files.readAllLines(output);
    }
}
