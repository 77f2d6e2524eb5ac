/// The Spanish words, without accents.
enum SpanishWords {
    static let rows: [SpokenLexicon.Row] = .all(
        codeWords, names, letterNames, homophones, numbers, largeNumbers, spelling, passing, corrections, contexts
    )

    static let issuers: [(code: String, names: String)] = [
        ("US-NY", "nueva york,estado de nueva york"), ("US-NJ", "nueva jersey"), ("US-NM", "nuevo mexico"), ("US-NH", "nueva hampshire"),
        ("US-NC", "carolina del norte"), ("US-SC", "carolina del sur"), ("US-ND", "dakota del norte"), ("US-SD", "dakota del sur"),
        ("US-PA", "pensilvania"), ("US-LA", "luisiana"), ("US-MS", "misisipi"), ("US-MO", "misuri"),
        ("US-WV", "virginia occidental,virginia del oeste"), ("US-TX", "tejas"), ("US-HI", "hawai"), ("US-TN", "tenesi"),
        ("US-MI", "michigan"), ("US-MN", "minesota"), ("US-KY", "kentuki"), ("US-AR", "arkansas"), ("US-DC", "distrito de columbia"),
        ("CA-NS", "nueva escocia"), ("CA-NB", "nuevo brunswick"), ("CA-BC", "columbia britanica"), ("CA-NL", "terranova"),
        ("CA-PE", "isla del principe eduardo"), ("MX-MEX", "estado de mexico"), ("MX-CMX", "ciudad de mexico"),
    ]

    private static let codeWords: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(.codeWord, InternationalWords.letters)
        + [SpokenLexicon.Row].moreLetters(
            .codeWord,
            ["E eco", "U uniforme", "N noviembre", "J julieta", "Y yanqui", "X equis ray,rayos x", "W guisqui,wiski", "C charli"])

    private static let names: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .name,
            [
                "antonio,ana,alberto,alicia,andres",
                "barcelona,burro,beatriz,benito",
                "carmen,carlos,cesar",
                "dolores,daniel,diego,david",
                "enrique,espana,elena,ernesto,eduardo",
                "francia,francisco,fernando,felipe",
                "gerona,gustavo,guillermo",
                "historia,hector",
                "ines,italia,ignacio,isabel",
                "jose,juan,julio,javier",
                "kilogramo,karla",
                "lorenzo,luis,laura",
                "maria,mexico,manuel,miguel,mario",
                "navarra,nicolas",
                "oviedo,olga",
                "paris,pedro,pablo,patricia",
                "querido",
                "ramon,roma,raul,ricardo,roberto,rosa",
                "sabado,sergio,susana",
                "tarragona,tomas,teresa",
                "ulises",
                "valencia,vicente,victor",
                "washington",
                "xilofono",
                "yegua,yolanda",
                "zaragoza",
            ])

    private static let letterNames: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .letterName,
            [
                "", "b,be,be grande,be larga,be alta", "c,ce", "d", "", "f,efe", "g,ge", "h,hache,ache", "i", "j,jota", "k,ka,ca", "l,ele",
                "m,eme",
                "n,ene,enye", "", "p,pe", "q,cu", "r,erre,ere", "s,ese", "t,te", "", "v,uve,ve,ve chica,ve corta,ve baja,be chica,be corta",
                "w,uve doble,doble uve,doble ve,ve doble,doble u,doble be,be doble,dablio,dabliu,dableu,dobleu,dobleve", "x,equis",
                "y griega,i griega,ye", "z,zeta,ceta,seta",
            ])

    private static let homophones: [SpokenLexicon.Row] = .all(
        .homophones(.rare, ["A ah"]),
        .homophones(.common, ["A a", "D de", "E e,he", "O o", "U u", "Y y", "S es", "1 un,una", "C se"])
    )

    private static let numbers: [SpokenLexicon.Row] = .all(
        .numbers(
            from: 0, SpokenNumber.unit, ["cero,sero", "uno", "dos", "tres", "cuatro", "cinco,sinco", "seis,seys", "siete", "ocho", "nueve"]),
        .numbers(
            from: 10, SpokenNumber.teen,
            [
                "diez", "once", "doce", "trece", "catorce", "quince", "dieciseis,diez y seis", "diecisiete,diez y siete",
                "dieciocho,diez y ocho",
                "diecinueve,diez y nueve", "veinte", "veintiuno,veintiun,veinte y uno", "veintidos,veinte y dos",
                "veintitres,veinte y tres",
                "veinticuatro,veinte y cuatro", "veinticinco,veinte y cinco", "veintiseis,veinte y seis", "veintisiete,veinte y siete",
                "veintiocho,veinte y ocho", "veintinueve,veinte y nueve",
            ]),
        .numbers(
            from: 3, { .tens($0 * 10, takesTeens: false) },
            ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"])
    )

    private static let largeNumbers: [SpokenLexicon.Row] = .all(
        .numbers(
            from: 1, { .hundreds($0 * 100) },
            [
                "cien,ciento", "doscientos,doscientas", "trescientos,trescientas", "cuatrocientos,cuatrocientas", "quinientos,quinientas",
                "seiscientos,seiscientas", "setecientos,setecientas", "ochocientos,ochocientas", "novecientos,novecientas",
            ]),
        .plurals(["ceros", "unos", "doses", "treses", "cuatros", "cincos", "seises", "sietes", "ochos", "nueves"]),
        [
            SpokenLexicon.Row(.number(.thousand(standsAlone: true)), "mil"),
            SpokenLexicon.Row(.numberJoiner, "y"),
            SpokenLexicon.Row(.times(2), "doble,dos veces"),
            SpokenLexicon.Row(.times(3), "triple,tres veces"),
            SpokenLexicon.Row(.times(4), "cuadruple"),
        ]
    )

    private static let spelling: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(.spelling(isStrict: false), "como en,de como,como de,de la palabra,como la palabra,como la de"),
        SpokenLexicon.Row(.spelling(isStrict: true), "de,como,por,para"),
        SpokenLexicon.Row(.article, "el,la,un,una"),
    ]

    private static let passing: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.filler),
            """
            eh,em,este,pues,bueno,a ver,o sea,si,por favor,gracias,hola,buenas,buenos dias,buenas tardes,buenas noches,guion,raya,espacio,punto,coma,barra,letra,letras,numero,\
            numeros,digito,digitos,luego,despues,seguido de,y luego,mayuscula,un momento,un segundo,espera un momento,ok,okay,vale,adios,mm,hm,aja,con
            """),
        SpokenLexicon.Row(.passing(.soft), "el,la,los,las,es,son,que,dice,empieza con,termina en,primero,ultimo,ultima,y,lleva"),
        SpokenLexicon.Row(
            .passing(.cue),
            "placa,placas,matricula,la placa,numero de placa,placa numero,patente,tablilla,numero de matricula,la matricula,las placas,placas de,placa de"
        ),
        SpokenLexicon.Row(.passing(.request), "busca,buscar,revisa,revisar,checa,checar,consulta,consultar,verifica,verificar,busco"),
    ]

    private static let corrections: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .correction(.replacement),
            """
            no,no no,perdon,no perdon,perdone,perdona,disculpa,disculpe,lo siento,digo,quiero decir,quise decir,mejor dicho,espera,espere,no espera,no espere,corrijo,\
            correccion,mas bien,otra vez,repito,de nuevo,me equivoque,no digo
            """),
        SpokenLexicon.Row(
            .correction(.scratch),
            "borra eso,borre eso,cancela eso,olvida eso,olvidalo,olvidelo,tacha eso,eso no,esta mal,eso esta mal,no eso no"),
        SpokenLexicon.Row(
            .correction(.restart),
            "empiezo de nuevo,empiezo otra vez,empezar de nuevo,empecemos de nuevo,vuelvo a empezar,desde el principio,desde el inicio,comienzo de nuevo,comienzo otra vez,empiezo"
        ),
        SpokenLexicon.Row(.correction(.denial), "no es,no la,no el"),
    ]

    private static let contexts: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.measure),
            "personas,hombres,mujeres,agentes,oficiales,policias,carros,coches,autos,camionetas,minutos,minuto,horas,hora,dias,anos,cuadras,millas,de ellos,puertas"
        ),
        SpokenLexicon.Row(
            .passing(.label),
            "salida,carretera,autopista,ruta,cuarto,habitacion,apartamento,linea,opcion,extension,calle,numero de telefono,a las,son las"),
        SpokenLexicon.Row(.place, "en,cerca de,desde,hacia,estoy en,vivo en,llamo desde,por"),
        SpokenLexicon.Row(.street, "avenida,calle"),
        SpokenLexicon.Row(.make, "dodge,chevy,chevrolet,gmc,toyota,ford,jeep,avenida,calle,ram,nissan"),
        SpokenLexicon.Row(
            .passing(.ordinary),
            """
            al,algo,alguien,ahi,alli,antes,aqui,asi,ayer,ayuda,bien,blanca,blanco,calle,camion,camioneta,carro,casa,coche,auto,como,con,creo,cual,cuando,cuanto,del,desde,donde,\
            ella,ellos,en,entonces,era,esa,ese,eso,esta,estaba,estan,estar,estas,esto,estoy,estados,favor,fue,gente,gris,habla,hablar,hace,haces,hacer,hay,hasta,hoy,iba,ir,le,les,lo,mal,\
            manana,mas,me,mi,mira,mucho,mucha,muy,nada,nadie,necesito,negra,negro,ninguna,ninguno,nos,nuestro,nuevo,oficina,otra,otro,para,parece,pero,persona,policia,\
            por,porque,puede,puedo,quien,quiero,quiere,quisiera,roja,rojo,sabe,saber,se,ser,su,sus,tambien,tengo,tiene,tienen,todo,todos,tu,tus,una,usted,va,van,ver,verde,veo,vez,vi,visto,vio,yo,\
            azul,puedes,oye,oiga,ayudar,ayudarme,luz,noche,tarde,dia,estado,estado de,muchas,senor,senora,dame,alo,bueno
            """),
    ]
}
