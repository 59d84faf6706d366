package live.roomkit.ai.spring.internal;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import live.roomkit.content.MediaContent;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.Media;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;

/**
 * Converts {@link Media} objects of Spring AI to contents of events and back. The data of a {@code Media} object is an
 * array of bytes, a {@code URL}, or a text. The text is an address or Base64. In the event, the data always becomes a
 * URL with the scheme http, https or data.
 */
final class MediaValues {

    private static final Pattern TAKEN = Pattern.compile("(?i)(https?://|data:).*", Pattern.DOTALL);

    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);

    /**
     * Text between the MIME type and the data in a data URL. A search for the comma alone could find a comma of the
     * MIME type.
     */
    private static final String BASE64 = ";base64,";

    private static final String FORM = "form";

    private static final String ID = "id";

    private MediaValues() {}

    static List<MediaContent> contents(List<Media> media) {
        List<MediaContent> contents = new ArrayList<>(media.size());
        for (Media item : media) {
            String url = url(item, "/media/" + contents.size());
            contents.add(new MediaContent(url, item.getMimeType().toString(), item.getName(), null, null));
        }
        return contents;
    }

    /** Returns, for each {@code Media} object, the values that a {@link MediaContent} cannot store. */
    static List<Map<String, @Nullable Object>> exact(List<Media> media) {
        List<Map<String, @Nullable Object>> exact = new ArrayList<>(media.size());
        for (Media item : media) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put(FORM, form(item.getData()));
            values.put(ID, item.getId());
            exact.add(values);
        }
        return exact;
    }

    /**
     * Restores media from the contents of an event, and from the additional values that {@link #exact} returned for
     * these media. Ignores the additional values when their number differs from the number of contents.
     */
    static List<Media> read(List<MediaContent> contents, @Nullable Object exact) {
        List<?> values = (exact instanceof List<?> list && list.size() == contents.size()) ? list : List.of();
        List<Media> media = new ArrayList<>(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            Map<?, ?> value = (!values.isEmpty() && values.get(i) instanceof Map<?, ?> map) ? map : Map.of();
            media.add(read(contents.get(i), value));
        }
        return media;
    }

    /**
     * Creates media from contents of events that {@link SpringAiCodec} did not write. Leaves out contents with an
     * invalid MIME type.
     */
    static List<Media> ofForeign(List<MediaContent> contents) {
        List<Media> media = new ArrayList<>(contents.size());
        for (MediaContent content : contents) {
            try {
                media.add(read(content, Map.of()));
            } catch (InvalidMimeTypeException ex) {
                // A model cannot be told what the file is.
            }
        }
        return media;
    }

    private static Media read(MediaContent content, Map<?, ?> exact) {
        Media.Builder media = Media.builder().mimeType(MimeType.valueOf(content.mimeType()));
        media.name((content.filename() != null) ? content.filename() : "media");
        if (exact.get(ID) instanceof String id) {
            media.id(id);
        }
        String url = content.url();
        int mark = url.indexOf(BASE64);
        String data = (mark >= 0) ? url.substring(mark + BASE64.length()) : url;
        Object form = exact.get(FORM);
        if ("bytes".equals(form)) {
            return media.data(Base64.getDecoder().decode(data)).build();
        }
        if ("url".equals(form)) {
            return media.data(toUrl(url)).build();
        }
        return media.data("text".equals(form) ? data : url).build();
    }

    private static String url(Media media, String path) {
        Object data = media.getData();
        if (data instanceof byte[] bytes) {
            return "data:" + media.getMimeType() + BASE64 + Base64.getEncoder().encodeToString(bytes);
        }
        String text = data.toString();
        if (TAKEN.matcher(text).matches()) {
            return text;
        }
        if (data instanceof URL || ADDRESS.matcher(text).matches()) {
            throw new InvalidContentException(
                    path, "has an address that is not http, https or data; give the bytes, or an address of these");
        }
        return "data:" + media.getMimeType() + BASE64 + text;
    }

    private static @Nullable String form(Object data) {
        if (data instanceof byte[]) {
            return "bytes";
        }
        if (data instanceof URL) {
            return "url";
        }
        return TAKEN.matcher(data.toString()).matches() ? null : "text";
    }

    private static URL toUrl(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }
}
