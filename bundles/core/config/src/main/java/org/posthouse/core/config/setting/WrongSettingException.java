package org.posthouse.core.config.setting;

/** A value that does not fit its description; the message names the setting and says what is wrong. */
public final class WrongSettingException extends Exception {
    private static final long serialVersionUID = 1;

    public WrongSettingException(String message) {
        super(message);
    }
}
