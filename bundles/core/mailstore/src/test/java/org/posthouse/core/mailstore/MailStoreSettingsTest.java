package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailStoreSettingsTest {
    private static MailStoreSettings settings(Map<String, ?> set) {
        return MailStoreSettings.of((MailStoreConfiguration) Proxy.newProxyInstance(
                MailStoreSettingsTest.class.getClassLoader(),
                new Class<?>[] {MailStoreConfiguration.class},
                (proxy, method, arguments) ->
                        set.containsKey(method.getName()) ? set.get(method.getName()) : method.getDefaultValue()));
    }

    @Test
    void whatIsSetByDefaultIsInOrder() {
        MailStoreSettings settings = settings(Map.of());
        assertThat(settings.store()).isEmpty();
        assertThat(settings.firstMailboxes()).containsExactly("Drafts", "Sent", "Junk", "Trash", "Archive");
        assertThat(settings.specialUses())
                .hasSize(6)
                .containsEntry("Sent Messages", "\\Sent")
                .containsEntry("Archive", "\\Archive");
    }

    @Test
    void namesAreKeptAsTheStoreKeepsThemAndThoseThatCannotBeAreLeftOut() {
        MailStoreSettings settings = settings(
                Map.of("firstMailboxes", new String[] {" U\u0308bung ", "", "a//b", "inbox", "x*", "\u00dcbung"}));
        assertThat(settings.firstMailboxes()).isEqualTo(List.of("\u00dcbung"));
    }

    @Test
    void usesThatAreNoneAreLeftOut() {
        MailStoreSettings settings = settings(Map.of("specialUse", new String[] {
            "Gesendet=\\sent", "Sent=\\Sent,Bin=\\Trash", "Spam", "=\\Junk", "Junk=\\Spam", "Bin=", "INBOX=\\Sent"
        }));
        assertThat(settings.specialUses()).isEqualTo(Map.of("Gesendet", "\\Sent"));
    }
}
