package io.chatpush.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A Maven module of this repository, as its pom.xml describes it.
 *
 * @param name the name of its directory
 * @param description what the pom says of it
 * @param uses the names of the modules that its classes are compiled with, those of its tests aside
 */
record Module(String name, String description, List<String> uses) {

  private static final String ARTIFACT_PREFIX = "chatpush-";

  Module {
    uses = List.copyOf(uses);
  }

  /**
   * Reads all of them in the order of the parent's pom.
   *
   * @param project the directory of the parent
   */
  static List<Module> allOf(Path project)
      throws IOException, SAXException, ParserConfigurationException {
    List<Module> modules = new ArrayList<>();
    for (String name : texts(read(project), "module")) {
      Element pom = read(project.resolve(name));
      modules.add(
          new Module(
              name,
              texts(pom, "description").getFirst(),
              elements(pom, "dependency")
                  .filter(dependency -> texts(dependency, "groupId").contains("io.chatpush"))
                  .filter(dependency -> !texts(dependency, "scope").contains("test"))
                  .map(dependency -> texts(dependency, "artifactId").getFirst())
                  .map(artifact -> artifact.substring(ARTIFACT_PREFIX.length()))
                  .toList()));
    }
    return modules;
  }

  private static Element read(Path directory)
      throws IOException, SAXException, ParserConfigurationException {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(directory.resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static List<String> texts(Element parent, String tag) {
    return elements(parent, tag).map(Element::getTextContent).toList();
  }

  private static Stream<Element> elements(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
  }
}
