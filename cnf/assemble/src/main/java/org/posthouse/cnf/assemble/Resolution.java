package org.posthouse.cnf.assemble;

import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.Processor;
import aQute.bnd.repository.fileset.FileSetRepository;
import biz.aQute.resolve.BndResolver;
import biz.aQute.resolve.ResolveProcess;
import biz.aQute.resolve.ResolverLogger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.resolver.ResolutionException;

/** Whether a framework and some bundles fit together, said by bnd's resolver. */
final class Resolution {
    private final Path framework;
    private final List<Path> bundles;

    Resolution(Path framework, List<Path> bundles) {
        this.framework = framework;
        this.bundles = List.copyOf(bundles);
    }

    /** Why they do not, or empty if they do. */
    Optional<String> failure() throws IOException {
        List<String> requirements = new ArrayList<>();
        for (Path bundle : bundles) {
            requirements.add("osgi.identity;filter:='(osgi.identity=" + symbolicName(bundle) + ")'");
        }
        List<Path> jars = new ArrayList<>(bundles);
        jars.add(framework);
        try (Processor processor = new Processor();
                ResolverLogger log = new ResolverLogger(0)) {
            processor.setProperty("-runfw", symbolicName(framework));
            processor.setProperty("-runee", "JavaSE-17");
            processor.setProperty("-runrequires", String.join(",", requirements));
            // Services are matched at run time: most of them come from seats, which promise nothing in a manifest.
            processor.setProperty("-resolve.effective", "active;skip:='osgi.service'");
            processor.addBasicPlugin(repository(jars));
            new ResolveProcess().resolveRequired(processor, null, processor, new BndResolver(log), List.of(), log);
            return Optional.empty();
        } catch (ResolutionException e) {
            return Optional.of(ResolveProcess.format(e, false));
        }
    }

    private static FileSetRepository repository(List<Path> jars) throws IOException {
        try {
            return new FileSetRepository(
                    "bundles", jars.stream().map(Path::toFile).toList());
        } catch (Exception e) { // as declared by bnd
            throw new IOException(e);
        }
    }

    private static String symbolicName(Path jar) throws IOException {
        Domain manifest = Domain.domain(jar.toFile());
        if (manifest == null || manifest.getBundleSymbolicName() == null) {
            throw new IOException(jar.getFileName() + " is not a bundle");
        }
        return manifest.getBundleSymbolicName().getKey();
    }
}
