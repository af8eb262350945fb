<?xml version="1.0" encoding="UTF-8"?>
<!-- Ein erfundener Plan im Beispielportal. Gelesen wird nur der räumliche Geltungsbereich. -->
<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/6/0" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="auszug">
  <gml:boundedBy>
    <gml:Envelope srsName="EPSG:25833">
      <gml:lowerCorner>425179.58 5644381.94</gml:lowerCorner>
      <gml:upperCorner>425484.18 5644657.91</gml:upperCorner>
    </gml:Envelope>
  </gml:boundedBy>
  <gml:featureMember>
    <xplan:BP_Plan gml:id="plan">
      <xplan:name>Sportstätten am Bahndamm</xplan:name>
      <xplan:nummer>81</xplan:nummer>
      <xplan:raeumlicherGeltungsbereich>
        <gml:Surface srsName="EPSG:25833" gml:id="flaeche">
          <gml:patches>
            <gml:PolygonPatch>
              <gml:exterior>
                <gml:Ring>
                  <gml:curveMember>
                    <gml:Curve gml:id="rand">
                      <gml:segments>
                        <gml:LineStringSegment>
                          <gml:posList>425474.93 5644589.27 425342.42 5644657.91 425179.58 5644571.28 425197.92 5644381.94 425430.38 5644423.08</gml:posList>
                        </gml:LineStringSegment>
                        <!-- Der Feldweg im Osten läuft in einem Bogen. -->
                        <gml:Arc>
                          <gml:posList>425430.38 5644423.08 425466.20 5644501.70 425474.93 5644589.27</gml:posList>
                        </gml:Arc>
                      </gml:segments>
                    </gml:Curve>
                  </gml:curveMember>
                </gml:Ring>
              </gml:exterior>
            </gml:PolygonPatch>
          </gml:patches>
        </gml:Surface>
      </xplan:raeumlicherGeltungsbereich>
      <xplan:gemeinde>
        <xplan:XP_Gemeinde>
          <xplan:ags>14628270</xplan:ags>
          <xplan:gemeindeName>Pirna</xplan:gemeindeName>
        </xplan:XP_Gemeinde>
      </xplan:gemeinde>
      <xplan:planArt>1000</xplan:planArt>
      <xplan:rechtsstand>1000</xplan:rechtsstand>
    </xplan:BP_Plan>
  </gml:featureMember>
</xplan:XPlanAuszug>
