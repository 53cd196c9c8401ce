package org.posthouse.console.web;

import org.apache.felix.webconsole.spi.BrandingPlugin;
import org.osgi.service.component.annotations.Component;

/** Gives Felix's own pages our name, our colours and a way back; addresses are below the console's. */
@Component
public final class FelixLook implements BrandingPlugin {
    private static final String NAME = "Posthouse";
    private static final String HORN = "/mail/horn.svg";
    private static final String FIRST = "/system/console/mail";

    @Override
    public String getBrandName() {
        return NAME;
    }

    @Override
    public String getProductName() {
        return NAME;
    }

    @Override
    public String getProductURL() {
        return FIRST;
    }

    @Override
    public String getProductImage() {
        return HORN;
    }

    @Override
    public String getVendorName() {
        return NAME;
    }

    @Override
    public String getVendorURL() {
        return FIRST;
    }

    @Override
    public String getVendorImage() {
        return HORN;
    }

    @Override
    public String getFavIcon() {
        return HORN;
    }

    @Override
    public String getMainStyleSheet() {
        return "/mail/felix.css";
    }
}
