package org.posthouse.console.web;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.posthouse.console.web.page.Paths;

/** The part of the server's addresses that is ours: under Felix's, and longer, so that ours is asked first. */
@Component(
        service = ServletContextHelper.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + MailContext.NAME,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH + "=" + Paths.MAIL
        })
public final class MailContext extends ServletContextHelper {
    static final String NAME = "org.posthouse.console.web";
}
