/* What the programs of the benchmark share: sockets as they all open them, and how they fail. */
#ifndef RELAY_BENCH_NET_H
#define RELAY_BENCH_NET_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

#define DATAGRAM_LENGTH_MAX 65536

static inline void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static inline void check(const int result, const char *what)
{
    if (result < 0)
    {
        die(what);
    }
}

static inline int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static inline void enter_namespace(const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "/run/netns/%s", name);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    check(fd, path);
    check(setns(fd, CLONE_NEWNET), "setns");
    close(fd);
}

static inline char *read_all(const int fd, char *text, const size_t capacity)
{
    size_t length = 0;
    for (;;)
    {
        const ssize_t count = pread(fd, text + length, capacity - 1 - length, (off_t)length);
        if (count <= 0)
        {
            break;
        }
        length += (size_t)count;
    }
    text[length] = 0;
    return text;
}

static inline struct in_addr address_of(const char *text)
{
    struct in_addr address;
    if (inet_pton(AF_INET, text, &address) != 1)
    {
        fprintf(stderr, "no IPv4 address: %s\n", text);
        exit(2);
    }
    return address;
}

static inline struct sockaddr_in endpoint_of(const struct in_addr address, const int port)
{
    struct sockaddr_in endpoint;
    memset(&endpoint, 0, sizeof(endpoint));
    endpoint.sin_family = AF_INET;
    endpoint.sin_addr = address;
    endpoint.sin_port = htons((uint16_t)port);
    return endpoint;
}

/* The n-th group after the first one. */
static inline struct in_addr group_of(const struct in_addr first, const int n)
{
    struct in_addr group;
    group.s_addr = htonl(ntohl(first.s_addr) + (uint32_t)n);
    return group;
}

static inline int open_udp(void)
{
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(fd, "socket");
    return fd;
}

/* A socket that hears the groups on one interface, and nothing else. */
static inline int open_receiver(
    const char *interface_address, const char *first_group, const int groups, const int port, const int buffer)
{
    const int fd = open_udp();
    const int one = 1;
    const int zero = 0;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer)), "SO_RCVBUF");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_ALL, &zero, sizeof(zero)), "IP_MULTICAST_ALL");
    struct in_addr any;
    any.s_addr = htonl(INADDR_ANY);
    const struct sockaddr_in local = endpoint_of(any, port);
    check(bind(fd, (const struct sockaddr *)&local, sizeof(local)), "bind");
    for (int i = 0; i < groups; i++)
    {
        struct ip_mreq membership;
        membership.imr_multiaddr = group_of(address_of(first_group), i);
        membership.imr_interface = address_of(interface_address);
        check(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof(membership)), "IP_ADD_MEMBERSHIP");
    }
    return fd;
}

/* A socket that sends multicast out of one interface; not connected. */
static inline int open_sender(const char *interface_address, const int buffer)
{
    const int fd = open_udp();
    const int ttl = 4;
    const int zero = 0;
    const struct in_addr interface = address_of(interface_address);
    check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer)), "SO_SNDBUF");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof(interface)), "IP_MULTICAST_IF");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof(ttl)), "IP_MULTICAST_TTL");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &zero, sizeof(zero)), "IP_MULTICAST_LOOP");
    return fd;
}

/* What a relay of one thread does: groups of one interface to one group of another. */
struct relay_sockets
{
    int in;
    int out;
};

static inline struct relay_sockets open_relay(const int argc, char **argv)
{
    if (argc != 9)
    {
        fprintf(stderr, "usage: %s IN-ADDRESS FIRST-GROUP GROUPS PORT OUT-ADDRESS GROUP PORT SOCKET-BUFFER\n", argv[0]);
        exit(2);
    }
    const int buffer = atoi(argv[8]);
    struct relay_sockets sockets;
    sockets.in = open_receiver(argv[1], argv[2], atoi(argv[3]), atoi(argv[4]), buffer);
    sockets.out = open_sender(argv[5], buffer);
    const struct sockaddr_in target = endpoint_of(address_of(argv[6]), atoi(argv[7]));
    check(connect(sockets.out, (const struct sockaddr *)&target, sizeof(target)), "connect");
    return sockets;
}

#endif
