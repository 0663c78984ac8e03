package relay.transport.linux;

/**
 * What recvmmsg(2) and sendmmsg(2) read and write, in bytes; the same on x86-64 and aarch64.
 *
 * <pre>
 *   struct mmsghdr                              struct iovec          struct cmsghdr
 *    0 void  *msg_name        &lt;- msghdr         0 void  *iov_base     0 size_t cmsg_len  header and data
 *    8 int    msg_namelen                       8 size_t iov_len      8 int    cmsg_level
 *   16 iovec *msg_iov                                                12 int    cmsg_type
 *   24 size_t msg_iovlen                                             16 data
 *   32 void  *msg_control
 *   40 size_t msg_controllen
 *   48 int    msg_flags
 *   56 int    msg_len         of the datagram
 * </pre>
 */
final class MessageLayout
{
    static final int NAME = 0;
    static final int NAME_LENGTH = 8;
    static final int VECTOR = 16;
    static final int VECTOR_COUNT = 24;
    static final int CONTROL = 32;
    static final int CONTROL_LENGTH = 40;
    static final int FLAGS = 48;
    static final int LENGTH = 56;
    static final int MESSAGE_SIZE = 64;

    static final int VECTOR_BASE = 0;
    static final int VECTOR_LENGTH = 8;
    static final int VECTOR_SIZE = 16;

    static final int CONTROL_ITEM_LENGTH = 0;
    static final int CONTROL_ITEM_LEVEL = 8;
    static final int CONTROL_ITEM_TYPE = 12;
    static final int CONTROL_ITEM_DATA = 16;
    /** One item with an int or a short in it, and its padding: CMSG_SPACE(4), CMSG_SPACE(2). */
    static final int CONTROL_ITEM_SIZE = 24;

    private MessageLayout()
    {
    }
}
