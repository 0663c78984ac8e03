/* recvmmsg of what has arrived, at most 64; runs of one length leave as UDP_SEGMENT trains, gathered, without a copy. */
#include "net.h"

#define BATCH 64
#define SLOT_LENGTH 9216
/* An IPv4 datagram carries no more, and neither does a train. */
#define TRAIN_LENGTH_MAX 65507

static char slots[BATCH][SLOT_LENGTH];
static struct iovec received[BATCH];
static struct mmsghdr messages[BATCH];

static void send_run(const int fd, const int first, const int count)
{
    struct iovec run[BATCH];
    for (int i = 0; i < count; i++)
    {
        run[i].iov_base = slots[first + i];
        run[i].iov_len = messages[first + i].msg_len;
    }
    union
    {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr align;
    } control;
    struct msghdr message;
    memset(&message, 0, sizeof(message));
    message.msg_iov = run;
    message.msg_iovlen = (size_t)count;
    if (count > 1)
    {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        const uint16_t length = (uint16_t)run[0].iov_len;
        memcpy(CMSG_DATA(header), &length, sizeof(length));
    }
    if (sendmsg(fd, &message, 0) < 0 && errno != EINTR && errno != ECONNREFUSED && errno != ENOBUFS)
    {
        die("sendmsg");
    }
}

static int run_length(const int first, const int end)
{
    const unsigned length = messages[first].msg_len;
    unsigned total = length;
    int count = 1;
    while (first + count < end && messages[first + count].msg_len == length && total + length <= TRAIN_LENGTH_MAX)
    {
        total += length;
        count++;
    }
    return count;
}

int main(const int argc, char **argv)
{
    const struct relay_sockets sockets = open_relay(argc, argv);
    for (int i = 0; i < BATCH; i++)
    {
        received[i].iov_base = slots[i];
        received[i].iov_len = SLOT_LENGTH;
        messages[i].msg_hdr.msg_iov = &received[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    for (;;)
    {
        const int count = recvmmsg(sockets.in, messages, BATCH, MSG_WAITFORONE, NULL);
        if (count < 0 && errno != EINTR)
        {
            die("recvmmsg");
        }
        for (int first = 0; first < count;)
        {
            const int length = run_length(first, count);
            send_run(sockets.out, first, length);
            first += length;
        }
    }
}
