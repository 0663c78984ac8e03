/*
 * Generator and sink of the benchmark, on one thread, so that neither waits for the other to be scheduled: it sends
 * what is due, takes what has arrived, and never sleeps. Each datagram says when it was due; latency counts from there,
 * so that a late generator makes latencies longer and never hides one.
 *
 *   datagram: magic u32 | run u32 | number u64 | due ns u64 | ... | number u64 at the very end
 *
 * The settings come as key=value arguments, the result goes as key=value lines to the output.
 */
#include "net.h"
#include <dirent.h>

#define MAGIC 0x524c4231u
#define HEADER_LENGTH 24
#define LENGTH_MIN 32
#define SIZES_MAX 64
#define TARGETS_MAX 4096
#define TRAIN_MAX 64
#define PIDS_MAX 16
#define TRAIN_LENGTH_MAX 65507
#define RECEIVE_BATCH_MAX 32
#define SINK_BUFFER (64 * 1024 * 1024)
/* Histogram: exact below 2^7 ns, then 2^7 steps for each power of two: within 0.8 %. */
#define STEP_BITS 7
#define STEPS (1 << STEP_BITS)
#define BUCKETS (STEPS * (64 - STEP_BITS + 1))
#define DRAIN_QUIET_NS 100000000LL
#define DRAIN_MAX_NS 1000000000LL

struct header
{
    uint32_t magic;
    uint32_t run;
    uint64_t number;
    int64_t due_ns;
};

static struct
{
    const char *source_namespace, *source_address;
    const char *sink_namespace, *sink_address;
    const char *relay_namespace;
    const char *to_group, *from_group;
    int to_port, from_port;
    int groups, ports, from_groups;
    int segmented;
    int sizes[SIZES_MAX], size_count;
    int train, batch, buffer;
    /* from the datagram with this number on, the second rate; 0: never */
    uint64_t switch_at;
    long rate, second_rate;
    uint64_t warm_up, total;
    uint32_t run;
    int pids[PIDS_MAX], pid_count;
    int relay_cpu;
} settings;

struct usage
{
    int64_t wall_ns, process_ns, process_wait_ns, own_wait_ns, idle_ns, softirq_ns;
    int64_t relay_drops, sink_drops, softnet_drops;
};

static uint64_t latencies[BUCKETS];
static uint8_t *seen;
/* when each was sent, if the rate changes; nothing otherwise */
static int64_t *sent_ns;
static uint64_t received, received_measured, duplicates, reordered, corrupt, foreign;
static uint64_t newest[TARGETS_MAX];
static int64_t send_ns, late_max_ns, last_received_ns, latency_max_ns;
static uint64_t send_errors;
static int relay_snmp = -1, sink_snmp = -1;

/* ---- settings ---- */

static int parse_list(const char *text, int *values, const int limit)
{
    int count = 0;
    while (*text != 0 && count < limit)
    {
        char *end;
        values[count++] = (int)strtol(text, &end, 10);
        text = *end == ',' ? end + 1 : end;
        if (end == text && *end != 0)
        {
            fprintf(stderr, "not a list of numbers: %s\n", text);
            exit(2);
        }
    }
    return count;
}

static void parse_argument(char *argument)
{
    char *value = strchr(argument, '=');
    if (value == NULL)
    {
        fprintf(stderr, "not key=value: %s\n", argument);
        exit(2);
    }
    *value++ = 0;
    const struct { const char *key; const char **place; } texts[] = {
        {"source-namespace", &settings.source_namespace}, {"source-address", &settings.source_address},
        {"sink-namespace", &settings.sink_namespace}, {"sink-address", &settings.sink_address},
        {"relay-namespace", &settings.relay_namespace},
        {"to-group", &settings.to_group}, {"from-group", &settings.from_group}};
    const struct { const char *key; int *place; } numbers[] = {
        {"to-port", &settings.to_port}, {"from-port", &settings.from_port},
        {"groups", &settings.groups}, {"ports", &settings.ports}, {"from-groups", &settings.from_groups},
        {"segmented", &settings.segmented},
        {"train", &settings.train}, {"batch", &settings.batch}, {"buffer", &settings.buffer},
        {"relay-cpu", &settings.relay_cpu}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
    {
        if (strcmp(argument, texts[i].key) == 0)
        {
            *texts[i].place = value;
            return;
        }
    }
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
    {
        if (strcmp(argument, numbers[i].key) == 0)
        {
            *numbers[i].place = atoi(value);
            return;
        }
    }
    if (strcmp(argument, "sizes") == 0)
    {
        settings.size_count = parse_list(value, settings.sizes, SIZES_MAX);
    }
    else if (strcmp(argument, "pids") == 0)
    {
        settings.pid_count = parse_list(value, settings.pids, PIDS_MAX);
    }
    else if (strcmp(argument, "rate") == 0)
    {
        settings.rate = atol(value);
    }
    else if (strcmp(argument, "second-rate") == 0)
    {
        settings.second_rate = atol(value);
    }
    else if (strcmp(argument, "switch-at") == 0)
    {
        settings.switch_at = strtoull(value, NULL, 10);
    }
    else if (strcmp(argument, "warm-up") == 0)
    {
        settings.warm_up = strtoull(value, NULL, 10);
    }
    else if (strcmp(argument, "total") == 0)
    {
        settings.total = strtoull(value, NULL, 10);
    }
    else if (strcmp(argument, "run") == 0)
    {
        settings.run = (uint32_t)strtoul(value, NULL, 10);
    }
    else
    {
        fprintf(stderr, "unknown setting: %s\n", argument);
        exit(2);
    }
}

static void require(const int condition, const char *what)
{
    if (!condition)
    {
        fprintf(stderr, "bad settings: %s\n", what);
        exit(2);
    }
}

static void check_settings(void)
{
    require(settings.source_namespace && settings.sink_namespace && settings.relay_namespace &&
        settings.source_address && settings.sink_address && settings.to_group && settings.from_group, "one is missing");
    require(settings.size_count > 0, "sizes");
    for (int i = 0; i < settings.size_count; i++)
    {
        require(settings.sizes[i] >= LENGTH_MIN && settings.sizes[i] <= TRAIN_LENGTH_MAX, "a size");
    }
    require(settings.groups >= 1 && settings.groups <= TARGETS_MAX, "groups");
    require(settings.ports >= 1 && settings.ports <= TARGETS_MAX / settings.groups, "ports");
    require(settings.train >= 1 && settings.train <= TRAIN_MAX, "train");
    require(settings.train == 1 || settings.train * settings.sizes[0] <= TRAIN_LENGTH_MAX, "train too long");
    require(settings.batch >= 1 && settings.batch <= RECEIVE_BATCH_MAX, "batch");
    require(settings.rate >= 1, "rate");
    require(settings.total > settings.warm_up, "total");
    require(settings.switch_at == 0 || (settings.second_rate >= 1 && settings.switch_at > settings.warm_up &&
        settings.switch_at < settings.total), "switch");
}

/* Groups times ports, taken in turn: all groups of the first port, then all of the next. */
static int target_count(void)
{
    return settings.groups * settings.ports;
}

static int is_mixed(void)
{
    return settings.size_count > 1 || target_count() > 1 || !settings.segmented;
}

static int size_of(const uint64_t number)
{
    return settings.sizes[number % (uint64_t)settings.size_count];
}

/* ---- counters of the kernel ---- */

/* Stays with the namespace that it was opened in. */
static int open_snmp(void)
{
    const int fd = open("/proc/thread-self/net/snmp", O_RDONLY | O_CLOEXEC);
    check(fd, "/proc/thread-self/net/snmp");
    return fd;
}

/* RcvbufErrors: datagrams that a socket had no room for. */
static int64_t read_drops(const int snmp)
{
    static char text[16384];
    read_all(snmp, text, sizeof(text));
    const char *line = strstr(text, "\nUdp: InDatagrams");
    line = line == NULL ? NULL : strstr(line + 1, "\nUdp: ");
    long long in = 0, no_ports = 0, in_errors = 0, out = 0, drops = 0;
    if (line == NULL ||
        sscanf(line, "\nUdp: %lld %lld %lld %lld %lld", &in, &no_ports, &in_errors, &out, &drops) != 5)
    {
        fprintf(stderr, "/proc/net/snmp looks different here\n");
        exit(1);
    }
    return drops;
}

static int64_t read_softnet_drops(void)
{
    static char text[65536];
    const int fd = open("/proc/net/softnet_stat", O_RDONLY | O_CLOEXEC);
    check(fd, "/proc/net/softnet_stat");
    read_all(fd, text, sizeof(text));
    close(fd);
    int64_t drops = 0;
    for (const char *line = text; line != NULL && *line != 0;)
    {
        unsigned processed, dropped;
        if (sscanf(line, "%x %x", &processed, &dropped) == 2)
        {
            drops += dropped;
        }
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    return drops;
}

static void read_cpu(struct usage *usage)
{
    static char text[262144];
    const int fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
    check(fd, "/proc/stat");
    read_all(fd, text, sizeof(text));
    close(fd);
    char name[32];
    snprintf(name, sizeof(name), "\ncpu%d ", settings.relay_cpu);
    const char *line = strstr(text, name);
    long long user, nice, system, idle, iowait, irq, softirq;
    if (line == NULL || sscanf(line + strlen(name), "%lld %lld %lld %lld %lld %lld %lld",
        &user, &nice, &system, &idle, &iowait, &irq, &softirq) != 7)
    {
        fprintf(stderr, "/proc/stat has no cpu%d\n", settings.relay_cpu);
        exit(1);
    }
    const long long tick_ns = 1000000000LL / sysconf(_SC_CLK_TCK);
    usage->idle_ns = (idle + iowait) * tick_ns;
    usage->softirq_ns = (irq + softirq) * tick_ns;
}

/* CPU time of a process and all the threads that it has or had, in nanoseconds. */
static int64_t process_ns(const int pid)
{
    /* as clock_getcpuclockid(3) makes it; CPUCLOCK_SCHED is 2 */
    const clockid_t clock = (clockid_t)((~(unsigned)pid << 3) | 2u);
    struct timespec time;
    if (clock_gettime(clock, &time) < 0)
    {
        fprintf(stderr, "process %d is gone\n", pid);
        exit(3);
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* For how long the threads of a process wanted to run and could not, in nanoseconds. */
static int64_t wait_ns(const int pid)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    int64_t sum = 0;
    for (struct dirent *each; threads != NULL && (each = readdir(threads)) != NULL;)
    {
        char name[320], text[128];
        if (each->d_name[0] == '.')
        {
            continue;
        }
        snprintf(name, sizeof(name), "%s/%s/schedstat", path, each->d_name);
        const int fd = open(name, O_RDONLY | O_CLOEXEC);
        long long ran = 0, waited = 0;
        /* none, or empty: a thread that has ended, or a kernel that does not count this */
        if (fd >= 0 && sscanf(read_all(fd, text, sizeof(text)), "%lld %lld", &ran, &waited) == 2)
        {
            sum += waited;
        }
        if (fd >= 0)
        {
            close(fd);
        }
    }
    if (threads != NULL)
    {
        closedir(threads);
    }
    return sum;
}

static struct usage read_usage(void)
{
    struct usage usage;
    memset(&usage, 0, sizeof(usage));
    for (int i = 0; i < settings.pid_count; i++)
    {
        usage.process_ns += process_ns(settings.pids[i]);
        usage.process_wait_ns += wait_ns(settings.pids[i]);
    }
    usage.own_wait_ns = wait_ns(getpid());
    usage.relay_drops = read_drops(relay_snmp);
    usage.sink_drops = read_drops(sink_snmp);
    usage.softnet_drops = read_softnet_drops();
    read_cpu(&usage);
    usage.wall_ns = now_ns();
    return usage;
}

/* ---- sink ---- */

static void record_latency(const int64_t latency_ns)
{
    const uint64_t value = latency_ns < 0 ? 0 : (uint64_t)latency_ns;
    if (value < STEPS)
    {
        latencies[value]++;
        return;
    }
    const int shift = 63 - __builtin_clzll(value) - STEP_BITS;
    latencies[((uint64_t)(shift + 1) << STEP_BITS) + ((value >> shift) - STEPS)]++;
}

static int64_t bucket_value(const uint64_t bucket)
{
    if (bucket < STEPS)
    {
        return (int64_t)bucket;
    }
    const int shift = (int)(bucket >> STEP_BITS) - 1;
    return (int64_t)((STEPS + (bucket & (STEPS - 1))) << shift) + (1LL << shift) / 2;
}

static void on_datagram(const char *datagram, const int length, const int64_t arrival_ns)
{
    struct header header;
    if (length < LENGTH_MIN)
    {
        corrupt++;
        return;
    }
    memcpy(&header, datagram, sizeof(header));
    if (header.magic != MAGIC)
    {
        corrupt++;
        return;
    }
    if (header.run != settings.run)
    {
        foreign++;
        return;
    }
    uint64_t tail;
    memcpy(&tail, datagram + length - sizeof(tail), sizeof(tail));
    if (header.number >= settings.total || tail != header.number || length != size_of(header.number))
    {
        corrupt++;
        return;
    }
    const uint8_t bit = (uint8_t)(1u << (header.number & 7));
    if (seen[header.number >> 3] & bit)
    {
        duplicates++;
        return;
    }
    seen[header.number >> 3] |= bit;
    const uint64_t target = header.number % (uint64_t)target_count();
    if (header.number + 1 < newest[target])
    {
        reordered++;
    }
    else
    {
        newest[target] = header.number + 1;
    }
    received++;
    last_received_ns = arrival_ns;
    if (header.number >= settings.warm_up)
    {
        received_measured++;
        const int64_t latency_ns = arrival_ns - header.due_ns;
        record_latency(latency_ns);
        latency_max_ns = latency_ns > latency_max_ns ? latency_ns : latency_max_ns;
    }
}

static char arrived[RECEIVE_BATCH_MAX][DATAGRAM_LENGTH_MAX];
static struct iovec arrived_vectors[RECEIVE_BATCH_MAX];
static struct mmsghdr arrived_messages[RECEIVE_BATCH_MAX];
static union
{
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
} arrived_controls[RECEIVE_BATCH_MAX];

static int segment_length(struct msghdr *message, const int length)
{
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL; header = CMSG_NXTHDR(message, header))
    {
        if (header->cmsg_level == SOL_UDP && header->cmsg_type == UDP_GRO)
        {
            int segment;
            memcpy(&segment, CMSG_DATA(header), sizeof(segment));
            return segment;
        }
    }
    return length;
}

static void poll_sink(const int fd)
{
    for (int i = 0; i < settings.batch; i++)
    {
        struct msghdr *message = &arrived_messages[i].msg_hdr;
        arrived_vectors[i].iov_base = arrived[i];
        arrived_vectors[i].iov_len = DATAGRAM_LENGTH_MAX;
        message->msg_iov = &arrived_vectors[i];
        message->msg_iovlen = 1;
        message->msg_control = arrived_controls[i].bytes;
        message->msg_controllen = sizeof(arrived_controls[i].bytes);
    }
    const int count = recvmmsg(fd, arrived_messages, (unsigned)settings.batch, MSG_DONTWAIT, NULL);
    if (count <= 0)
    {
        return;
    }
    const int64_t arrival_ns = now_ns();
    for (int i = 0; i < count; i++)
    {
        const int length = (int)arrived_messages[i].msg_len;
        const int segment = segment_length(&arrived_messages[i].msg_hdr, length);
        for (int offset = 0; offset < length; offset += segment)
        {
            const int left = length - offset;
            on_datagram(arrived[i] + offset, left < segment ? left : segment, arrival_ns);
        }
    }
}

static int open_sink(void)
{
    const int fd = open_receiver(
        settings.sink_address, settings.from_group, settings.from_groups, settings.from_port, settings.buffer);
    const int length = SINK_BUFFER;
    const int one = 1;
    check(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &length, sizeof(length)), "SO_RCVBUFFORCE");
    check(setsockopt(fd, SOL_UDP, UDP_GRO, &one, sizeof(one)), "UDP_GRO");
    return fd;
}

/* ---- generator ---- */

static char outgoing[TRAIN_MAX][DATAGRAM_LENGTH_MAX];
static struct sockaddr_in targets[TARGETS_MAX];

static void stamp(char *datagram, const int length, const uint64_t number, const int64_t due_ns)
{
    const struct header header = {MAGIC, settings.run, number, due_ns};
    memcpy(datagram, &header, sizeof(header));
    memcpy(datagram + length - sizeof(number), &number, sizeof(number));
}

/* One call: a train of segments that the kernel, or the receiver, takes apart. */
static void send_train(const int fd, const uint64_t first, const int count, const int64_t due_ns)
{
    const int length = settings.sizes[0];
    char *train = outgoing[0];
    for (int i = 0; i < count; i++)
    {
        stamp(train + i * length, length, first + (uint64_t)i, due_ns);
    }
    struct iovec vector = {train, (size_t)(count * length)};
    union
    {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr align;
    } control;
    struct msghdr message;
    memset(&message, 0, sizeof(message));
    message.msg_name = &targets[0];
    message.msg_namelen = sizeof(targets[0]);
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    if (count > 1)
    {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        const uint16_t segment = (uint16_t)length;
        memcpy(CMSG_DATA(header), &segment, sizeof(segment));
    }
    if (sendmsg(fd, &message, 0) < 0)
    {
        send_errors += (uint64_t)count;
    }
}

/* One call of single datagrams: the next size, to the next target. */
static void send_mixed(const int fd, const uint64_t first, const int count, const int64_t due_ns)
{
    struct mmsghdr messages[TRAIN_MAX];
    struct iovec vectors[TRAIN_MAX];
    memset(messages, 0, sizeof(messages[0]) * (size_t)count);
    for (int i = 0; i < count; i++)
    {
        const uint64_t number = first + (uint64_t)i;
        const int length = size_of(number);
        stamp(outgoing[i], length, number, due_ns);
        vectors[i].iov_base = outgoing[i];
        vectors[i].iov_len = (size_t)length;
        messages[i].msg_hdr.msg_name = &targets[number % (uint64_t)target_count()];
        messages[i].msg_hdr.msg_namelen = sizeof(targets[0]);
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    const int sent = sendmmsg(fd, messages, (unsigned)count, 0);
    send_errors += (uint64_t)(count - (sent < 0 ? 0 : sent));
}

static int open_source(void)
{
    const int fd = open_sender(settings.source_address, settings.buffer);
    for (int i = 0; i < target_count(); i++)
    {
        targets[i] = endpoint_of(
            group_of(address_of(settings.to_group), i % settings.groups), settings.to_port + i / settings.groups);
    }
    return fd;
}

/* ---- run ---- */

static int64_t offset_ns(const uint64_t number)
{
    const double interval_ns = 1e9 / (double)settings.rate;
    if (settings.switch_at == 0 || number < settings.switch_at)
    {
        return (int64_t)((double)number * interval_ns);
    }
    return (int64_t)((double)settings.switch_at * interval_ns +
        (double)(number - settings.switch_at) * (1e9 / (double)settings.second_rate));
}

/* Targets of which nothing arrived. */
static int silent_count(void)
{
    int silent = 0;
    for (int i = 0; i < target_count(); i++)
    {
        silent += newest[i] == 0;
    }
    return silent;
}

/* Datagrams lost from the switch on, and from the first sent after it to the last lost; 0 and -1 if none was. */
static void print_recovery(void)
{
    uint64_t lost = 0;
    int64_t last_ns = -1;
    for (uint64_t i = settings.switch_at; i < settings.total && settings.switch_at > 0; i++)
    {
        if (!(seen[i >> 3] & (1u << (i & 7))))
        {
            lost++;
            last_ns = sent_ns[i] - sent_ns[settings.switch_at];
        }
    }
    printf("lost-after-switch=%llu\n", (unsigned long long)lost);
    printf("last-lost-ns=%lld\n", (long long)last_ns);
}

static void print_result(const struct usage *before, const struct usage *after, const struct usage *end,
    const int64_t sending_ns)
{
    const uint64_t sent = settings.total - settings.warm_up;
    printf("sent=%llu\n", (unsigned long long)sent);
    printf("received=%llu\n", (unsigned long long)received_measured);
    printf("duplicates=%llu\n", (unsigned long long)duplicates);
    printf("reordered=%llu\n", (unsigned long long)reordered);
    printf("corrupt=%llu\n", (unsigned long long)corrupt);
    printf("foreign=%llu\n", (unsigned long long)foreign);
    printf("send-errors=%llu\n", (unsigned long long)send_errors);
    printf("sending-ns=%lld\n", (long long)sending_ns);
    printf("send-call-ns=%lld\n", (long long)send_ns);
    printf("late-max-ns=%lld\n", (long long)late_max_ns);
    printf("latency-max-ns=%lld\n", (long long)latency_max_ns);
    printf("wall-ns=%lld\n", (long long)(after->wall_ns - before->wall_ns));
    printf("process-ns=%lld\n", (long long)(after->process_ns - before->process_ns));
    printf("process-wait-ns=%lld\n", (long long)(after->process_wait_ns - before->process_wait_ns));
    printf("own-wait-ns=%lld\n", (long long)(after->own_wait_ns - before->own_wait_ns));
    printf("core-idle-ns=%lld\n", (long long)(after->idle_ns - before->idle_ns));
    printf("core-softirq-ns=%lld\n", (long long)(after->softirq_ns - before->softirq_ns));
    printf("relay-drops=%lld\n", (long long)(end->relay_drops - before->relay_drops));
    printf("sink-drops=%lld\n", (long long)(end->sink_drops - before->sink_drops));
    printf("softnet-drops=%lld\n", (long long)(end->softnet_drops - before->softnet_drops));
    printf("silent-targets=%d\n", silent_count());
    print_recovery();
    printf("latency=");
    for (uint64_t i = 0; i < BUCKETS; i++)
    {
        if (latencies[i] != 0)
        {
            printf("%lld:%llu ", (long long)bucket_value(i), (unsigned long long)latencies[i]);
        }
    }
    printf("\n");
}

static void drain(const int sink)
{
    const int64_t start_ns = now_ns();
    int64_t quiet_since_ns = start_ns;
    uint64_t before = received;
    while (received < settings.total)
    {
        poll_sink(sink);
        const int64_t time_ns = now_ns();
        if (received != before)
        {
            before = received;
            quiet_since_ns = time_ns;
        }
        if (time_ns - quiet_since_ns > DRAIN_QUIET_NS || time_ns - start_ns > DRAIN_MAX_NS)
        {
            return;
        }
    }
}

int main(const int argc, char **argv)
{
    settings.groups = settings.ports = settings.from_groups = settings.train = settings.segmented = 1;
    settings.batch = RECEIVE_BATCH_MAX;
    for (int i = 1; i < argc; i++)
    {
        parse_argument(argv[i]);
    }
    check_settings();
    seen = calloc(settings.total / 8 + 1, 1);
    if (seen == NULL)
    {
        die("calloc");
    }
    if (settings.switch_at > 0 && (sent_ns = calloc(settings.total, sizeof(int64_t))) == NULL)
    {
        die("calloc");
    }
    enter_namespace(settings.relay_namespace);
    relay_snmp = open_snmp();
    enter_namespace(settings.sink_namespace);
    sink_snmp = open_snmp();
    const int sink = open_sink();
    enter_namespace(settings.source_namespace);
    const int source = open_source();

    int64_t start_ns = now_ns() + 1000000;
    struct usage before = read_usage();
    int64_t measured_from_ns = 0;
    int64_t last_send_ns = start_ns;
    uint64_t number = 0;
    while (number < settings.total)
    {
        const int64_t due_ns = start_ns + offset_ns(number);
        const int64_t time_ns = now_ns();
        if (time_ns >= due_ns)
        {
            const uint64_t left = settings.total - number;
            const int count = left < (uint64_t)settings.train ? (int)left : settings.train;
            if (number >= settings.warm_up && measured_from_ns == 0)
            {
                before = read_usage();
                send_ns = 0;
                late_max_ns = 0;
                /* reading took a while: nothing was due in it */
                start_ns += now_ns() - time_ns;
                measured_from_ns = now_ns();
                continue;
            }
            if (is_mixed())
            {
                send_mixed(source, number, count, due_ns);
            }
            else
            {
                send_train(source, number, count, due_ns);
            }
            last_send_ns = now_ns();
            send_ns += last_send_ns - time_ns;
            late_max_ns = time_ns - due_ns > late_max_ns ? time_ns - due_ns : late_max_ns;
            for (int i = 0; sent_ns != NULL && i < count; i++)
            {
                sent_ns[number + (uint64_t)i] = time_ns;
            }
            number += (uint64_t)count;
        }
        poll_sink(sink);
    }
    const struct usage after = read_usage();
    drain(sink);
    const struct usage end = read_usage();
    print_result(&before, &after, &end, last_send_ns - measured_from_ns);
    return 0;
}
