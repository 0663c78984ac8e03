/*
 * Measures the time until a joined group is forwarded, and until forwarding ends after the leave. One thread that never
 * sleeps sends to the group, receives the output, and reads the memberships.
 *
 * mode=relay watches a relay that is started and stopped meanwhile: when the kernel of its namespace has the membership,
 * when its IGMP report is on the wire, when the first and the last datagram came out, when the membership was gone. It
 * prints "ready" when it sends, "through" when the first datagram has come through, and ends at SIGTERM, or after its
 * life-ms: the process that started it may have been killed.
 *
 * mode=host joins and leaves the group behind a running relay, again and again.
 *
 * Times of a relay are CLOCK_REALTIME in nanoseconds; 0: it did not happen. Delays of a host are nanoseconds; -1: nothing
 * came in join-timeout-ms, so that there is neither.
 */
#include "net.h"
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>

#define LENGTH 200
#define MS_NS 1000000LL
#define QUIET_NS 20000000LL

static volatile sig_atomic_t is_stopped;

static const char *value_of(const int argc, char **argv, const char *key)
{
    const size_t length = strlen(key);
    for (int i = 1; i < argc; i++)
    {
        if (strncmp(argv[i], key, length) == 0 && argv[i][length] == '=')
        {
            return argv[i] + length + 1;
        }
    }
    fprintf(stderr, "setting %s is missing\n", key);
    exit(2);
}

static void on_signal(const int signal)
{
    (void)signal;
    is_stopped = 1;
}

static int64_t epoch_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* ---- traffic ---- */

static struct
{
    int fd;
    struct sockaddr_in target;
    int64_t interval_ns, next_ns;
} source;

static void open_source(const char *address, const char *group, const int port, const long rate)
{
    source.fd = open_sender(address, 1 << 20);
    source.target = endpoint_of(address_of(group), port);
    source.interval_ns = 1000000000LL / rate;
    source.next_ns = now_ns();
}

static void send_due(void)
{
    static char datagram[LENGTH];
    if (now_ns() - source.next_ns >= 0)
    {
        sendto(source.fd, datagram, sizeof(datagram), 0, (struct sockaddr *)&source.target, sizeof(source.target));
        source.next_ns += source.interval_ns;
    }
}

/* How many came; what the thread was held up for comes at once. */
static int take_arrived(const int sink)
{
    char datagram[DATAGRAM_LENGTH_MAX];
    int count = 0;
    while (recv(sink, datagram, sizeof(datagram), MSG_DONTWAIT) >= 0)
    {
        count++;
    }
    return count;
}

/* ---- membership of the relay ---- */

/* As the kernel prints groups: the bytes of the address as one number of this machine's byte order. */
static int is_joined(const int igmp, const char *group)
{
    static char text[262144];
    char wanted[16];
    snprintf(wanted, sizeof(wanted), "%08X", address_of(group).s_addr);
    return strstr(read_all(igmp, text, sizeof(text)), wanted) != NULL;
}

static int open_igmp(void)
{
    const int fd = open("/proc/thread-self/net/igmp", O_RDONLY | O_CLOEXEC);
    check(fd, "/proc/thread-self/net/igmp");
    return fd;
}

/* What arrives on one interface, IGMP among it. */
static int open_wire(const char *interface)
{
    const int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_IP));
    check(fd, "AF_PACKET");
    struct sockaddr_ll local;
    memset(&local, 0, sizeof(local));
    local.sll_family = AF_PACKET;
    local.sll_protocol = htons(ETH_P_IP);
    local.sll_ifindex = (int)if_nametoindex(interface);
    check(bind(fd, (struct sockaddr *)&local, sizeof(local)), "bind to the interface");
    return fd;
}

/* 1: a report that the group is wanted, 0: that it no longer is, -1: neither. IGMPv2 (RFC 2236), IGMPv3 (RFC 3376). */
static int report_of(const unsigned char *packet, const int length, const in_addr_t group)
{
    const int header = (packet[0] & 15) * 4;
    if (length < header + 8 || packet[9] != IPPROTO_IGMP)
    {
        return -1;
    }
    const unsigned char *igmp = packet + header;
    if (igmp[0] == 0x16 || igmp[0] == 0x17)
    {
        return memcmp(igmp + 4, &group, sizeof(group)) == 0 ? igmp[0] == 0x16 : -1;
    }
    const int records = igmp[0] == 0x22 ? igmp[6] << 8 | igmp[7] : 0;
    int offset = header + 8;
    for (int i = 0; i < records && offset + 8 <= length; i++)
    {
        const unsigned char *record = packet + offset;
        const int sources = record[2] << 8 | record[3];
        if (memcmp(record + 4, &group, sizeof(group)) == 0)
        {
            /* to or is include of nothing, or block: no longer wanted */
            return !((record[0] == 3 || record[0] == 1 || record[0] == 6) && sources == 0);
        }
        offset += 8 + sources * 4 + record[1] * 4;
    }
    return -1;
}

static void watch_relay(const int sink, const int igmp, const int wire, const char *group, const int64_t end_ns)
{
    int64_t joined = 0, left = 0, reported = 0, unreported = 0, first = 0, last = 0;
    uint64_t received = 0;
    unsigned char packet[2048];
    while (!is_stopped && now_ns() - end_ns < 0)
    {
        send_due();
        const int count = take_arrived(sink);
        const int64_t time = epoch_ns();
        if (count > 0)
        {
            if (first == 0)
            {
                first = time;
                /* it came through, so the group is joined, however this thread was held up since it looked */
                joined = joined == 0 ? time : joined;
                printf("through\n");
                fflush(stdout);
            }
            last = time;
            received += (uint64_t)count;
        }
        if (left == 0 && is_joined(igmp, group) != (joined != 0))
        {
            *(joined == 0 ? &joined : &left) = epoch_ns();
        }
        for (ssize_t length; (length = recv(wire, packet, sizeof(packet), 0)) > 20;)
        {
            const int report = report_of(packet, (int)length, address_of(group).s_addr);
            /* what comes before that is a report repeated, of a relay before this one */
            if (report == 1 && reported == 0 && joined != 0)
            {
                reported = time;
            }
            if (report == 0 && unreported == 0 && left != 0)
            {
                unreported = time;
            }
        }
    }
    printf("joined=%lld\nreported=%lld\nfirst=%lld\nlast=%lld\nleft=%lld\nunreported=%lld\nreceived=%llu\n",
        (long long)joined, (long long)reported, (long long)first, (long long)last, (long long)left,
        (long long)unreported, (unsigned long long)received);
}

/* ---- a host behind the relay ---- */

static void join_and_leave(const int sink, const struct ip_mreq *membership, const int64_t timeout_ns)
{
    const int64_t join_ns = now_ns();
    check(setsockopt(sink, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, sizeof(*membership)), "IP_ADD_MEMBERSHIP");
    int64_t first_ns = 0;
    while (first_ns == 0 && now_ns() - join_ns < timeout_ns)
    {
        send_due();
        first_ns = take_arrived(sink) > 0 ? now_ns() : 0;
    }
    for (const int64_t from_ns = now_ns(); now_ns() - from_ns < QUIET_NS;)
    {
        send_due();
        take_arrived(sink);
    }
    const int64_t leave_ns = now_ns();
    check(setsockopt(sink, IPPROTO_IP, IP_DROP_MEMBERSHIP, membership, sizeof(*membership)), "IP_DROP_MEMBERSHIP");
    int64_t last_ns = leave_ns;
    while (now_ns() - last_ns < QUIET_NS && now_ns() - leave_ns < timeout_ns)
    {
        send_due();
        last_ns = take_arrived(sink) > 0 ? now_ns() : last_ns;
    }
    printf("host-join=%lld\nhost-leave=%lld\n", (long long)(first_ns == 0 ? -1 : first_ns - join_ns),
        (long long)(first_ns == 0 ? -1 : last_ns - leave_ns));
}

int main(const int argc, char **argv)
{
    const int is_relay = strcmp(value_of(argc, argv, "mode"), "relay") == 0;
    const char *to_group = value_of(argc, argv, "to-group");
    const char *from_group = value_of(argc, argv, "from-group");
    const char *sink_address = value_of(argc, argv, "sink-address");
    const int from_port = atoi(value_of(argc, argv, "from-port"));
    signal(SIGTERM, on_signal);
    enter_namespace(value_of(argc, argv, "relay-namespace"));
    const int igmp = open_igmp();
    enter_namespace(value_of(argc, argv, "sink-namespace"));
    const int sink = open_receiver(sink_address, from_group, is_relay, from_port, 4 << 20);
    enter_namespace(value_of(argc, argv, "source-namespace"));
    const int wire = open_wire(value_of(argc, argv, "source-interface"));
    open_source(value_of(argc, argv, "source-address"), to_group, atoi(value_of(argc, argv, "to-port")),
        atol(value_of(argc, argv, "rate")));
    printf("ready\n");
    fflush(stdout);
    if (is_relay)
    {
        watch_relay(sink, igmp, wire, to_group, now_ns() + atol(value_of(argc, argv, "life-ms")) * MS_NS);
        return 0;
    }
    struct ip_mreq membership;
    membership.imr_multiaddr = address_of(from_group);
    membership.imr_interface = address_of(sink_address);
    const int repetitions = atoi(value_of(argc, argv, "repetitions"));
    for (int i = 0; i < repetitions && !is_stopped; i++)
    {
        join_and_leave(sink, &membership, atol(value_of(argc, argv, "join-timeout-ms")) * MS_NS);
    }
    return 0;
}
