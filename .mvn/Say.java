/** Prints its arguments: what a build is about to do, where that takes long. */
final class Say {

    public static void main(String[] arguments) {
        System.out.println(String.join(" ", arguments));
    }
}
