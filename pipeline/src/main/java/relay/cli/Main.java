package relay.cli;
public final class Main { private Main() {} public static void main(final String[] args) { System.out.println("hi " + System.getProperty("java.version")); } }
