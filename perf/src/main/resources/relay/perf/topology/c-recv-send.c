/* The plainest relay: recv, send, again. */
#include "net.h"

int main(const int argc, char **argv)
{
    static char datagram[DATAGRAM_LENGTH_MAX];
    const struct relay_sockets sockets = open_relay(argc, argv);
    for (;;)
    {
        const ssize_t length = recv(sockets.in, datagram, sizeof(datagram), 0);
        if (length < 0 || send(sockets.out, datagram, (size_t)length, 0) < 0)
        {
            if (errno != EINTR && errno != ECONNREFUSED && errno != ENOBUFS)
            {
                die("recv or send");
            }
        }
    }
}
