package org.posthouse.cnf.assemble;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.License;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.DefaultProjectBuildingRequest;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectBuilder;
import org.apache.maven.project.ProjectBuildingException;
import org.apache.maven.project.ProjectBuildingRequest;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.util.BomUtils;
import org.cyclonedx.util.LicenseResolver;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.Feature;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;

/**
 * Writes what a distribution is made of as a CycloneDX bill of materials: each bundle that a feature names, and each library of the
 * launcher, with checksum, licence and package URL; within a bundle the libraries its manifest names as {@value #EMBEDDED}. Two builds of one source write the same octets.
 */
@Mojo(name = "sbom", threadSafe = true, requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class SbomMojo extends AbstractMojo {
    private static final String EMBEDDED = "Embedded-Artifacts";

    private final ProjectBuilder projects;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** The built features: {@code features/} with the JSON files, {@code bundles/} with the jars. */
    @Parameter(required = true)
    private File built;

    /** Group ids of the libraries outside of the features, which are dependencies of this project. */
    @Parameter(required = true)
    private List<String> libraries;

    @Parameter(defaultValue = "${project.build.directory}/sbom.cdx.json", required = true)
    private File target;

    @Inject
    public SbomMojo(ProjectBuilder projects) {
        this.projects = projects;
    }

    @Override
    public void execute() throws MojoExecutionException {
        try {
            Map<String, Component> components = new TreeMap<>();
            Path bundles = built.toPath().resolve("bundles");
            for (Feature feature :
                    FeatureFolder.read(built.toPath().resolve("features")).all()) {
                for (BundleEntry bundle : feature.bundles()) {
                    components.put(
                            bundle.id(),
                            component(
                                    bundle.groupId(),
                                    bundle.artifactId(),
                                    bundle.version(),
                                    bundle.classifier(),
                                    bundles.resolve(bundle.fileName())));
                }
            }
            for (var library : project.getArtifacts()) {
                if (libraries.contains(library.getGroupId())
                        && library.getType().equals("jar")) {
                    components.put(
                            library.getId(),
                            component(
                                    library.getGroupId(),
                                    library.getArtifactId(),
                                    library.getVersion(),
                                    "",
                                    library.getFile().toPath()));
                }
            }
            Files.createDirectories(target.toPath().getParent());
            Copy.text(text(List.copyOf(components.values())), target.toPath());
        } catch (IOException | FeatureException | ProjectBuildingException | GeneratorException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private String text(List<Component> components) throws GeneratorException {
        Bom bom = new Bom();
        Component whole = new Component();
        whole.setType(Component.Type.APPLICATION);
        whole.setGroup(project.getGroupId());
        whole.setName("posthouse");
        whole.setVersion(project.getVersion());
        Metadata metadata = new Metadata();
        metadata.setComponent(whole);
        metadata.setTimestamp(null);
        bom.setMetadata(metadata);
        bom.setComponents(components);
        String ids =
                String.join(" ", components.stream().map(Component::getBomRef).toList());
        bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8)));
        return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
    }

    private Component component(String group, String name, String version, String classifier, Path jar)
            throws IOException, ProjectBuildingException {
        Component component = component(group, name, version, classifier);
        component.setHashes(BomUtils.calculateHashes(jar.toFile(), Version.VERSION_16).stream()
                .filter(hash -> hash.getAlgorithm().equals("SHA-256"))
                .toList());
        try (JarFile file = new JarFile(jar.toFile())) {
            Parameters embedded =
                    new Parameters(file.getManifest().getMainAttributes().getValue(EMBEDDED));
            for (Map.Entry<String, Attrs> each : embedded.entrySet()) {
                Attrs attributes = each.getValue();
                component.addComponent(component(attributes.get("g"), each.getKey(), attributes.get("v"), ""));
            }
        }
        return component;
    }

    private Component component(String group, String name, String version, String classifier)
            throws ProjectBuildingException {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(group);
        component.setName(name);
        component.setVersion(version);
        String url = "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar"
                + (classifier.isEmpty() ? "" : "&classifier=" + classifier);
        component.setPurl(url);
        component.setBomRef(url);
        LicenseChoice licenses = new LicenseChoice();
        for (License license : licenses(group, name, version)) {
            Stream.of(license.getName(), license.getUrl())
                    .filter(text -> text != null && !text.isBlank())
                    .map(text -> LicenseResolver.resolve(text, false))
                    .filter(found -> found != null && found.getLicenses() != null)
                    .findFirst()
                    .ifPresentOrElse(
                            found -> found.getLicenses().forEach(licenses::addLicense),
                            () -> licenses.addLicense(named(license)));
        }
        component.setLicenses(licenses);
        return component;
    }

    private static org.cyclonedx.model.License named(License license) {
        org.cyclonedx.model.License named = new org.cyclonedx.model.License();
        named.setName(license.getName() == null ? license.getUrl() : license.getName());
        return named;
    }

    /** As the artifact's pom or one of its parents says. */
    private List<License> licenses(String group, String name, String version) throws ProjectBuildingException {
        if (group.equals(project.getGroupId())) {
            return project.getLicenses();
        }
        ProjectBuildingRequest request =
                new DefaultProjectBuildingRequest(session.getProjectBuildingRequest()).setProcessPlugins(false);
        var artifact = new DefaultArtifact(group, name, version, null, "pom", null, new DefaultArtifactHandler("pom"));
        return new ArrayList<>(projects.build(artifact, request).getProject().getLicenses());
    }
}
